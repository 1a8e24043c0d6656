/** Groups of 16 bits that a provider gives to one customer. */
const groupsOfCustomer = 4;

/**
 * Under what an address is counted: an IPv4 address by itself, an IPv6 address by its network of 64 bits, of which one
 * customer has all addresses.
 * @param address an IP address as a socket or a trusted proxy names it
 */
export function addressKey(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return `${groups
    .slice(0, groupsOfCustomer)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
