/**
 * Adds a time limit to a signal. Made of a timer and a listener, which are kept until one of them has done its work:
 * `AbortSignal.any` references its sources weakly, so that on Node 24 a limit from `AbortSignal.timeout` may be collected
 * as garbage and never end.
 */
export function withTimeLimit(signal: AbortSignal, limitMs: number): AbortSignal {
  const limited = new AbortController();
  const over = (): void => {
    signal.removeEventListener('abort', abort);
    limited.abort(new DOMException(`not done within ${limitMs} ms`, 'TimeoutError'));
  };
  const timer = setTimeout(over, limitMs);
  timer.unref();
  const abort = (): void => {
    clearTimeout(timer);
    limited.abort(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return limited.signal;
}
