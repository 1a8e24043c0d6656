import ipaddr from 'ipaddr.js';

/** Whether messages may go to addresses that are not public. */
export interface AddressPolicy {
  /** Allows loopback and private addresses, and http. For tests, and for a receiver on the same machine. */
  readonly allowsPrivate: boolean;
}

/** Ranges, as ipaddr.js names them, that only a private policy allows. */
const privateRanges = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'];

/**
 * Addresses at which clouds serve the identity of a machine, and which lie in ranges that can be allowed: Azure's, that of
 * AWS in IPv6, and Alibaba's. Those of the other clouds are link-local.
 */
const metadataAddresses = ['168.63.129.16', 'fd00:ec2::254', '100.100.100.200'].map((text) =>
  ipaddr.parse(text).toNormalizedString(),
);

/** All public addresses of IPv6. Forms that embed an address of IPv4 outside it have no range in ipaddr.js. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Whether messages may be sent to this address. @param address of IPv4 or IPv6, without brackets */
export function isAllowedAddress(address: string, { allowsPrivate }: AddressPolicy): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (metadataAddresses.includes(parsed.toNormalizedString())) return false;
  const range = parsed.range();
  if (range !== 'unicast') return allowsPrivate && privateRanges.includes(range);
  return parsed instanceof ipaddr.IPv4 || parsed.match(publicIpv6);
}
