import type { ErrorKind } from './error-kinds.js';
import { retryTable } from './retry-table.js';

/** Part of the delay that chance may add to an exponential one, so that tasks that failed together spread out. */
export const jitterFraction = 0.1;

/** What follows a failed try: another one after a delay, or the end. */
export type NextTry =
  | { readonly retry: true; readonly delayMs: number; readonly retryCount: number; readonly maxRetries: number }
  | { readonly retry: false; readonly retryCount: number; readonly maxRetries: number };

/**
 * Decides what follows a try that failed with `kind` after `retryCount` retries.
 * @param options.scale factor on the delay (tests and drills use a small one)
 * @param options.random a number in [0, 1) for the jitter
 * @param options.retryAfterMs least delay that the failing service asked for
 */
export function nextTry(
  kind: ErrorKind,
  retryCount: number,
  options: { scale: number; random: number; retryAfterMs?: number },
): NextTry {
  const rule = retryTable[kind];
  if (retryCount >= rule.maxRetries) return { retry: false, retryCount, maxRetries: rule.maxRetries };
  const planned = plannedDelaySeconds(kind, retryCount) * 1000 * options.scale;
  const jitter = rule.strategy === 'exponential' ? 1 + jitterFraction * options.random : 1;
  const delayMs = Math.round(Math.max(planned * jitter, options.retryAfterMs ?? 0));
  return { retry: true, delayMs, retryCount: retryCount + 1, maxRetries: rule.maxRetries };
}

/** The table's delay before retry number `retryCount + 1`, in seconds, without jitter or scale. */
export function plannedDelaySeconds(kind: ErrorKind, retryCount: number): number {
  const rule = retryTable[kind];
  const factor = rule.strategy === 'exponential' ? 2 ** retryCount : 1;
  return Math.min(rule.delaySeconds * factor, rule.maxDelaySeconds);
}
