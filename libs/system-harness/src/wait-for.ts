import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/** Shorter than a test's own timeout, so that a failure names what was missing. Generous, because CPUs may be busy. */
const defaultTimeoutMs = 50_000;

/**
 * Waits until a condition holds, and returns what it gave.
 * @throws Error naming `what` when it does not hold in time, with the last thing the condition threw as cause
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
  throw new Error(`waited ${timeoutMs} ms in vain for ${options.what}`, { cause: lastError });
}
