import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { KpiGroup, KpiName } from '@vocalborn/monitoring-rules';
import { request, type ApiError } from './request.js';

export const windows = ['15m', '1h', '24h', '7d', '30d'] as const;
export type Window = (typeof windows)[number];

export interface Counts {
  readonly accepted: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly revoked: number;
}

type Figures = Partial<Readonly<Record<KpiName, number | null>>>;

export interface KpisNow extends Readonly<Record<KpiGroup, Figures>> {
  readonly window_seconds: number;
  readonly to: string;
  readonly counts: Counts;
  /** What some figures may reach at most. */
  readonly limits: Figures;
}

export type Point = { readonly at: string } & Figures & Counts;

export const useKpis = (window: Window) =>
  useQuery<KpisNow, ApiError>({
    queryKey: ['kpis', window],
    queryFn: () => request(`/api/kpis?window=${window}`),
    placeholderData: keepPreviousData,
  });

const series = (window: Window) => ({
  queryKey: ['series', window],
  queryFn: () =>
    request<{ readonly step_seconds: number; readonly points: readonly Point[] }>(`/api/kpis/series?window=${window}`),
});

type Series = Awaited<ReturnType<ReturnType<typeof series>['queryFn']>>;

export const useSeries = (window: Window) =>
  useQuery<Series, ApiError>({ ...series(window), placeholderData: keepPreviousData });

/** The last quarter of an hour minute by minute, for a judgement of the present. */
export const useLatestMinutes = () => useQuery<Series, ApiError>(series('15m'));

/** Every figure of an answer by its name. */
export const valuesOf = ({ tasks, queue, workers, redis }: KpisNow): Figures => ({
  ...tasks,
  ...queue,
  ...workers,
  ...redis,
});
