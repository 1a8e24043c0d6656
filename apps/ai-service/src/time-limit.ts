/**
 * The signal, with a time limit besides. AbortSignal.any holds its sources weakly, so a limit that has no listener of its
 * own would be collected as garbage, and its time would never be up.
 */
export function withTimeLimit(signal: AbortSignal, limitMs: number): AbortSignal {
  const limit = AbortSignal.timeout(limitMs);
  limit.addEventListener('abort', () => undefined, { once: true });
  return AbortSignal.any([signal, limit]);
}
