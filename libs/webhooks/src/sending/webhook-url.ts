import type { AddressPolicy } from './address-rules.js';

/** The URL of a webhook cannot be used. The message says why, for its owner. */
export class RefusedUrlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RefusedUrlError';
  }
}

/** Ports below this number belong to services of the system, most of which are not HTTP. */
const firstFreePort = 1024;
const webPorts = [80, 443];

/**
 * Reads the URL of a webhook: https, or http where private addresses are allowed; without credentials and fragment; on port
 * 80, 443 or from 1024 on.
 * @throws RefusedUrlError
 */
export function readWebhookUrl(text: string, { allowsPrivate }: AddressPolicy): URL {
  if (!URL.canParse(text)) throw new RefusedUrlError('must be a URL such as https://example.org/webhooks');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:'))
    throw new RefusedUrlError('must begin with https://');
  if (url.username !== '' || url.password !== '')
    throw new RefusedUrlError('must not contain a name or a password: check the signature instead');
  if (url.hash !== '') throw new RefusedUrlError('must not contain a fragment (#)');
  const port = portOf(url);
  if (port < firstFreePort && !webPorts.includes(port))
    throw new RefusedUrlError(`must have port ${webPorts.join(' or ')}, or one from ${firstFreePort} on`);
  return url;
}

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);

/** Host and port of the URL: what messages to the same server share. */
export function receiverOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}
