import { useQuery } from '@tanstack/react-query';
import type { ErrorKind, Language } from '@vocalborn/task';
import { request, type ApiError } from './request.js';

export interface RetryRule {
  readonly error_kind: ErrorKind;
  readonly label: Readonly<Record<Language, string>>;
  readonly strategy: 'exponential' | 'fixed' | 'never';
  readonly delays_seconds: readonly number[];
  readonly max_retries: number;
}

export const useRetryPolicy = () =>
  useQuery<{ readonly rules: readonly RetryRule[]; readonly jitter_fraction: number }, ApiError>({
    queryKey: ['retry-policy'],
    queryFn: () => request('/api/retry-policy'),
    staleTime: Infinity,
  });
