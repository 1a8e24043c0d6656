import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, for what (named in the error), and how often to look. */
export interface WaitOptions {
  readonly timeoutMs: number;
  readonly what: string;
  readonly everyMs?: number;
}

/**
 * Asks `condition` until it answers with something truthy and returns that. A condition that throws counts as not
 * yet met; its last error becomes the cause of the timeout.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await condition();
      if (answer) return answer as Exclude<T, false | null | undefined>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw timeout(options, cause);
    await delay(options.everyMs ?? 25);
  }
}

function timeout({ what, timeoutMs }: WaitOptions, cause: unknown): Error {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new Error(`Waited ${timeoutMs} ms in vain for ${what}${why}`, { cause });
}
