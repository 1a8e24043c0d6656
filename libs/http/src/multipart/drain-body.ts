import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** How much of a refused body is read, and for how long. */
export interface DrainLimits {
  readonly maxBytes: number;
  readonly patienceMs: number;
}

/**
 * Reads the rest of a request's body and throws it away, so that a client that is still sending gets to read the
 * refusal; a server that closes the connection under it shows as a broken connection instead of an answer. Never fails.
 * @returns whether the body was read to its end; if not, the connection has to be closed after the answer
 */
export async function drainBody(request: IncomingMessage, { maxBytes, patienceMs }: DrainLimits): Promise<boolean> {
  if (request.readableEnded || request.destroyed) return true;
  let left = maxBytes;
  const enough = new AbortController();
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) enough.abort();
  };
  request.unpipe();
  request.on('data', count);
  request.resume();
  const timer = setTimeout(() => enough.abort(), patienceMs);
  try {
    await finished(request, { signal: enough.signal, writable: false });
    return true;
  } catch {
    request.off('data', count).pause();
    return false;
  } finally {
    clearTimeout(timer);
  }
}
