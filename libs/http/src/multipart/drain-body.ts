import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** Longest time that the rest of a refused body is read. */
const patienceMs = 10_000;

/**
 * Reads the rest of a request's body and throws it away, so that a client that is still sending gets to read the
 * refusal; a server that closes the connection under it shows as a broken connection instead of an answer. Gives up,
 * and closes, after `maxBytes` or ten seconds. Never fails.
 */
export async function drainBody(request: IncomingMessage, maxBytes: number): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  let left = maxBytes;
  request.unpipe();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(patienceMs), writable: false }).catch(() => request.destroy());
}
