import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another origin may have sent a request that changes something. Browsers send Sec-Fetch-Site with
 * such a request, and over plain HTTP at least Origin. A client that sends neither is no browser, so it sends
 * credentials only on purpose.
 */
export function isForged(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
