import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser page of another origin may have made a request that changes something. Browsers say where such a
 * request comes from in Sec-Fetch-Site, and over plain HTTP at least in Origin; what sends neither is no browser and has
 * no credentials that it did not choose to send.
 */
export function isForged(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
