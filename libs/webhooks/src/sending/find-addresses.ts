import ipaddr from 'ipaddr.js';
import { lookup, Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { isAllowedAddress, type AddressPolicy } from './address-rules.js';
import { RefusedUrlError } from './webhook-url.js';

/** Finds the addresses of a host name. @throws when there are none */
export type Resolve = (host: string) => Promise<string[]>;

/** An address that a connection may be made to. */
export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Milliseconds for one question to a name server, which is asked twice. */
const questionMs = 3_000;

/**
 * How host names are resolved. The questions go to the name servers directly: the operating system's resolver would block
 * one of Node's four threads for as long as a slow name server takes, and complete short names to services of the cluster.
 * Where private addresses are allowed it is used, because it knows names such as `localhost`.
 */
export function resolverFor({ allowsPrivate }: AddressPolicy): Resolve {
  if (allowsPrivate) return async (host) => (await lookup(host, { all: true })).map(({ address }) => address);
  const resolver = new Resolver({ timeout: questionMs, tries: 2 });
  return async (host) => {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

/**
 * The addresses of the URL's host, all of which are allowed. A connection must be made to one of them without resolving the
 * name again, because its owner may have changed it meanwhile.
 * @throws RefusedUrlError when the host has no address, or one that is not allowed
 */
export async function findAddresses(url: URL, policy: AddressPolicy, resolve: Resolve): Promise<CheckedAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = ipaddr.isValid(host) ? [host] : await resolve(host).catch(() => []);
  if (addresses.length === 0) throw new RefusedUrlError('the address of the host is not found');
  if (!addresses.every((address) => isAllowedAddress(address, policy)))
    throw new RefusedUrlError('must not lead to an address that is not public');
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}
