/**
 * Adds a time limit to a signal. AbortSignal.any references its sources weakly: a limit without its own listener would
 * be garbage-collected and never fire.
 */
export function withTimeLimit(signal: AbortSignal, limitMs: number): AbortSignal {
  const limit = AbortSignal.timeout(limitMs);
  limit.addEventListener('abort', () => undefined, { once: true });
  return AbortSignal.any([signal, limit]);
}
