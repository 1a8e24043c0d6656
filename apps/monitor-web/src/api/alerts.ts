import { useQuery } from '@tanstack/react-query';
import { ApiError, post, remove, request } from './request.js';

export type AlertState = 'inactive' | 'pending' | 'firing';

export interface AlertRule {
  readonly name: string;
  readonly condition: string;
  readonly severity: string;
  readonly for_seconds: number;
  readonly state: AlertState;
  readonly value: number | null;
  readonly display: string | null;
  /** Over how long the value is taken; null for one of the moment. */
  readonly window_seconds: number | null;
  readonly since: string | null;
  readonly silenced_until: string | null;
}

export interface PastAlert {
  readonly alert_id: string;
  readonly name: string;
  readonly condition: string;
  readonly severity: string;
  readonly state: 'firing' | 'resolved' | 'pending' | 'cancelled';
  readonly value: number | null;
  readonly since: string;
  readonly fired_at: string | null;
  readonly ended_at: string | null;
}

export interface Alerts {
  readonly rules: readonly AlertRule[];
  readonly history: readonly PastAlert[];
  readonly rules_file: { readonly path: string; readonly loaded_at: string | null; readonly error: string | null };
}

export interface Silence {
  readonly silence_id: string;
  readonly name: string;
  readonly until: string;
  readonly actor: string;
  readonly reason: string;
  readonly created_at: string;
}

/** A monitor that has no alerts says so by 404: null then. */
const orNull = (error: unknown): null => {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
};

export const useAlerts = () =>
  useQuery<Alerts | null, ApiError>({
    queryKey: ['alerts'],
    queryFn: () => request<Alerts>('/api/alerts').catch(orNull),
  });

export const useSilences = () =>
  useQuery<{ readonly silences: readonly Silence[] } | null, ApiError>({
    queryKey: ['alerts', 'silences'],
    queryFn: () => request<{ silences: Silence[] }>('/api/alerts/silences').catch(orNull),
  });

export const silence = (name: string, minutes: number, reason: string): Promise<unknown> =>
  post('/api/alerts/silences', { name, minutes, reason });

export const unsilence = (silenceId: string): Promise<unknown> =>
  remove(`/api/alerts/silences/${encodeURIComponent(silenceId)}`);
