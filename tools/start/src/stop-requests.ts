/** One Ctrl-C arrives twice, from the terminal and from npm. Requests within this time count as one. */
const sameRequestMs = 500;
const parentCheckMs = 1_000;

/** Takes a stop request. */
export interface StopRequest {
  (): void;
  readonly made: boolean;
}

/** Handlers of the first and of a later stop request. */
export interface StopHandlers {
  readonly politely: () => void;
  readonly atOnce: () => void;
}

/** A function that takes stop requests, and whether it has taken one. `now` gives milliseconds. */
export function countRequests({ politely, atOnce }: StopHandlers, now: () => number): StopRequest {
  let firstAt: number | undefined;
  const request = (): void => {
    if (firstAt === undefined) {
      firstAt = now();
      politely();
    } else if (now() - firstAt > sameRequestMs) {
      atOnce();
    }
  };
  return Object.defineProperty(request, 'made', { get: () => firstAt !== undefined }) as StopRequest;
}

/**
 * Calls the handlers on Ctrl-C, SIGTERM and a closed terminal. Also stops politely when the npm that started this
 * process has ended, because then nobody can stop it from the terminal.
 */
export function onStopRequest({ politely, atOnce }: StopHandlers, startedByNpm: boolean): void {
  const request = countRequests({ politely, atOnce }, Date.now);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  if (!startedByNpm) return;
  const npm = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(check);
    if (!request.made) request();
  }, parentCheckMs);
  check.unref();
}
