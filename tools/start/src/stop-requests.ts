/** One press of Ctrl-C arrives twice when npm passes on what the terminal has sent already. */
const sameRequestMs = 500;
const parentCheckMs = 1_000;

/** What to do when asked to stop: once politely, again at once. */
export interface StopHandlers {
  readonly politely: () => void;
  readonly atOnce: () => void;
}

/**
 * Calls the handlers on Ctrl-C, SIGTERM and a closed terminal, and politely when the npm that has started this is
 * gone: nobody could stop it from the terminal any more.
 */
export function onStopRequest({ politely, atOnce }: StopHandlers, startedByNpm: boolean): void {
  let firstAt: number | undefined;
  const request = (): void => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      politely();
    } else if (Date.now() - firstAt > sameRequestMs) {
      atOnce();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  if (!startedByNpm) return;
  const npm = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(check);
    if (firstAt === undefined) request();
  }, parentCheckMs);
  check.unref();
}
