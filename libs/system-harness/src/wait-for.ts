import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/** Shorter than a test's own timeout, so that a failure names what was missing. Generous, because CPUs may be busy. */
const defaultTimeoutMs = 50_000;

/**
 * Polls a condition until it returns a truthy value.
 * @throws Error naming `what` after the timeout, with the last error of the condition as cause
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { readonly what: string; readonly timeoutMs?: number },
): Promise<NonNullable<Awaited<T>>> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  let lastError: unknown;
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      lastError = error;
    }
    await delay(pollMs);
  }
  throw new Error(`timed out after ${timeoutMs} ms waiting for ${options.what}`, { cause: lastError });
}
