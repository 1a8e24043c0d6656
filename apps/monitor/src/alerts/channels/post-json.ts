import { answerTimeoutMs, DeliveryError } from './alert-channel.js';

/**
 * Posts JSON. Credentials in the address are sent as basic authentication. A redirect counts as a refusal, because it
 * would send the secret in the address to another server.
 * @throws DeliveryError when the server is unreachable, does not answer in time, or answers with a status other than 2xx
 */
export async function postJson(
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const url = new URL(address);
  const credentials = url.username === '' ? null : [url.username, url.password].map(decodeURIComponent).join(':');
  url.username = '';
  url.password = '';
  const authorization =
    credentials === null ? {} : { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerTimeoutMs),
  }).catch((error: unknown) => {
    throw new DeliveryError(whyNot(error));
  });
  await response.body?.cancel();
  if (!response.ok) throw new DeliveryError(`answered ${response.status}`);
}

/** Only the error code: the text of the error may contain the address. */
function whyNot(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'gave no answer in time';
  return typeof cause?.code === 'string' ? `cannot be reached: ${cause.code}` : 'cannot be reached';
}
