import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { MultipartBody } from './multipart-body.js';

/** A request to the ai-service. */
export interface HttpExchange {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: MultipartBody;
  /** Aborting breaks the connection, also while the answer is read. */
  readonly signal: AbortSignal;
}

/** Idle connections that are kept: at most one per slot of the largest pool is useful. */
const keptConnections = 256;

/**
 * Sends requests over connections that are kept open. A redirect is an answer like any other: it is not followed.
 * Node's client instead of fetch, whose web streams, Blob and FormData were 8 % of a worker's CPU time.
 */
export class HttpConnections {
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: keptConnections }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: keptConnections }),
  };

  /**
   * Resolves when the head of the answer has arrived.
   * @throws the connection's error, or what reading the body threw
   */
  async send(url: URL, exchange: HttpExchange): Promise<IncomingMessage> {
    try {
      return await this.sendOnce(url, exchange);
    } catch (error) {
      // As a rule the server closed the idle connection at this moment. If it saw the request, a second one does no harm.
      if (!(error instanceof ReusedConnectionError) || exchange.signal.aborted) throw error;
      return this.send(url, exchange);
    }
  }

  private sendOnce(url: URL, { method, headers, body, signal }: HttpExchange): Promise<IncomingMessage> {
    const isSecure = url.protocol === 'https:';
    const request = (isSecure ? httpsRequest : httpRequest)(url, {
      ...{ method, signal, agent: this.#agents[isSecure ? 'https:' : 'http:'] },
      headers: body ? { ...headers, 'Content-Length': body.length } : headers,
    });
    return new Promise((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', (error: NodeJS.ErrnoException) => {
        reject(request.reusedSocket && error.code === 'ECONNRESET' ? new ReusedConnectionError(error) : error);
      });
      void sendBody(request, body, reject);
    });
  }
}

/** A connection that was kept open broke before an answer arrived. */
class ReusedConnectionError extends Error {
  readonly code = 'ECONNRESET';

  constructor(cause: Error) {
    super('a connection that was kept open broke', { cause });
    this.name = 'ReusedConnectionError';
  }
}

/**
 * Sends the body and ends the request. A body that is in memory goes out in one write with the head.
 * @param onUnreadable called when a file of the body cannot be read; the connection is then broken
 */
async function sendBody(
  request: ClientRequest,
  body: MultipartBody | undefined,
  onUnreadable: (error: unknown) => void,
): Promise<void> {
  const bytes = body?.inMemory();
  if (!body || bytes) {
    request.end(bytes);
    return;
  }
  try {
    await pipeline(body.chunks(), request);
  } catch (error) {
    onUnreadable(error);
  }
}
