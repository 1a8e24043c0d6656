import type { AddressPolicy } from './address-rules.js';
import { findAddresses, type Resolve } from './find-addresses.js';
import { postMessage, type ReceiverAnswer } from './post-message.js';
import { readWebhookUrl, RefusedUrlError } from './webhook-url.js';

/** How an attempt ended: with an answer, or without one for a reason. */
export type AttemptOutcome = ReceiverAnswer | { readonly status: null; readonly reason: string };

/** How messages are sent. */
export interface SendingOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  /** Milliseconds for all of an attempt, from the resolution of the name to the end of the answer. */
  readonly timeoutMs: number;
}

/** A message to be sent to the URL of its webhook. */
export interface Sending {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborts the attempt. */
  readonly signal: AbortSignal;
}

/**
 * Makes one attempt. The URL and its addresses are checked each time: the rules or the name's addresses may have changed
 * since the webhook was created.
 */
export async function attempt(
  sending: Sending,
  { policy, resolve, timeoutMs }: SendingOptions,
): Promise<AttemptOutcome> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const timer = setTimeout(end, timeoutMs);
  sending.signal.addEventListener('abort', end, { once: true });
  if (sending.signal.aborted) end();
  try {
    const url = readWebhookUrl(sending.url, policy);
    const addresses = await beforeAbort(findAddresses(url, policy, resolve), ending.signal);
    return await postMessage({ ...sending, url, addresses, signal: ending.signal });
  } catch (error) {
    return { status: null, reason: reasonOf(error, ending.signal, timeoutMs) };
  } finally {
    clearTimeout(timer);
    sending.signal.removeEventListener('abort', end);
  }
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    if (signal.aborted) reject(signal.reason as Error);
    work.then(resolve, reject);
  });
}

/** For the owner of the webhook. */
function reasonOf(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (error instanceof RefusedUrlError) return `the URL is refused: ${error.message}`;
  if (signal.aborted) return `no answer within ${timeoutMs / 1000} s`;
  const code = (error as { code?: unknown }).code;
  return `the connection failed (${typeof code === 'string' ? code : 'unknown error'})`;
}
