import { request as requestHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { CheckedAddress } from './find-addresses.js';

/** What a receiver answered. Its body is read and thrown away. */
export interface ReceiverAnswer {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | undefined;
}

/** A message on its way. */
export interface OutgoingMessage {
  readonly url: URL;
  /** The connection is made to one of them. */
  readonly addresses: readonly CheckedAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal;
}

/** Bytes of an answer that are read before its connection is closed. */
const readBytes = 64 * 1024;

/**
 * Posts JSON on a connection of its own and follows no redirect. Resolves when the answer has been read or its connection
 * is closed; the status counts even when its body does not end.
 * @throws the error of the connection; when `signal` is aborted before the answer begins, an AbortError
 */
export function postMessage({ url, addresses, headers, body, signal }: OutgoingMessage): Promise<ReceiverAnswer> {
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: pinnedTo(addresses),
    signal,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'VocalBorn-Webhooks/1',
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options);
    // After the answer has begun, its end settles the promise.
    request.on('error', reject);
    request.once('response', (response) => {
      request.off('error', reject).on('error', () => undefined);
      discard(request, response, () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }),
      );
    });
    request.end(body);
  });
}

/** Node does not ask for the address of a host that is one; it has been checked like the others. */
function pinnedTo(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };
}

function discard(request: ClientRequest, response: IncomingMessage, done: () => void): void {
  let left = readBytes;
  response.on('error', () => undefined);
  response.once('close', done);
  response.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
}
