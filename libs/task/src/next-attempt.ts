import { retryTable, type ErrorKind, type RetryRule } from './retry-table.js';

/** Largest share that chance adds to an exponential delay, so that tasks that failed together spread out. */
export const jitterFraction = 0.1;

/** What follows a failed attempt: a retry after `delayMs`, or none. `retryCount` includes the planned retry. */
export type NextAttempt =
  | { readonly retry: true; readonly delayMs: number; readonly retryCount: number; readonly maxRetries: number }
  | { readonly retry: false; readonly retryCount: number; readonly maxRetries: number };

/**
 * Decides what follows an attempt that failed with `kind`.
 * @param retryCount retries of the task so far
 * @param options.scale factor on the table's delay: 1 in production, smaller in tests
 * @param options.random a number in [0, 1) that sets the jitter
 * @param options.retryAfterMs minimum delay in milliseconds that the failing service asked for
 */
export function nextAttempt(
  kind: ErrorKind,
  retryCount: number,
  options: { scale: number; random: number; retryAfterMs?: number },
): NextAttempt {
  const rule: RetryRule = retryTable[kind];
  if (retryCount >= rule.maxRetries) return { retry: false, retryCount, maxRetries: rule.maxRetries };
  const planned = plannedDelaySeconds(kind, retryCount) * 1000 * options.scale;
  const jitter = rule.strategy === 'exponential' ? 1 + jitterFraction * options.random : 1;
  const delayMs = Math.round(Math.max(planned * jitter, options.retryAfterMs ?? 0));
  return { retry: true, delayMs, retryCount: retryCount + 1, maxRetries: rule.maxRetries };
}

/** The table's delay in seconds before retry number `retryCount + 1`, without jitter and scale. */
export function plannedDelaySeconds(kind: ErrorKind, retryCount: number): number {
  const rule: RetryRule = retryTable[kind];
  const factor = rule.strategy === 'exponential' ? 2 ** retryCount : 1;
  return Math.min(rule.delaySeconds * factor, rule.maxDelaySeconds);
}
