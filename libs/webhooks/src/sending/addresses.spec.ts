import { describe, expect, it } from 'vitest';
import { isAllowedAddress } from './address-rules.js';
import { findAddresses } from './find-addresses.js';
import { readWebhookUrl, receiverOf, RefusedUrlError } from './webhook-url.js';

const [publicOnly, allowing] = [{ allowsPrivate: false }, { allowsPrivate: true }];

describe('an address', () => {
  it.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e'])(
    'that is public is allowed: %s',
    (address) => {
      expect(isAllowedAddress(address, publicOnly)).toBe(true);
      expect(isAllowedAddress(address, allowing)).toBe(true);
    },
  );

  it.each(['127.0.0.1', '127.9.9.9', '::1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd12::1'])(
    'of a private network or this machine is allowed on request only: %s',
    (address) => {
      expect(isAllowedAddress(address, publicOnly)).toBe(false);
      expect(isAllowedAddress(address, allowing)).toBe(true);
    },
  );

  it.each([
    ...['0.0.0.0', '0.1.2.3', '::', '255.255.255.255', '224.0.0.1', 'ff02::1', '240.0.0.1', '192.0.2.1', '198.18.0.1'],
    ...['169.254.169.254', 'fe80::1', 'fe80::1%eth0', '168.63.129.16', 'fd00:ec2::254', '100.100.100.200'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:1.1.1.1', '::ffff:169.254.169.254', '::127.0.0.1', '::10.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2002:a9fe:a9fe::1'],
    ...['2001::1', '2001:db8::1', 'fec0::1', '100::1', '4000::1', ''],
  ])('is never allowed: %s', (address) => {
    expect(isAllowedAddress(address, publicOnly)).toBe(false);
    expect(isAllowedAddress(address, allowing)).toBe(false);
  });
});

describe('the URL of a webhook', () => {
  it.each([
    ['https://receiver.example', 'receiver.example:443'],
    ['HTTPS://Receiver.Example:8443/a?b=c', 'receiver.example:8443'],
    ['https://[2606:4700:4700::1111]:1024/', '[2606:4700:4700::1111]:1024'],
  ])('is accepted: %s', (text, receiver) => {
    expect(receiverOf(readWebhookUrl(text, publicOnly))).toBe(receiver);
  });

  it.each([
    ['receiver.example', /must be a URL/],
    ['http://receiver.example', /https/],
    ['file:///etc/passwd', /https/],
    ['gopher://receiver.example', /https/],
    ['https://user@receiver.example', /password/],
    ['https://:secret@receiver.example', /password/],
    ['https://receiver.example/#part', /fragment/],
    ['https://receiver.example:22', /port/],
    ['https://receiver.example:25', /port/],
  ])('is refused: %s', (text, reason) => {
    expect(() => readWebhookUrl(text, publicOnly)).toThrow(RefusedUrlError);
    expect(() => readWebhookUrl(text, publicOnly)).toThrow(reason);
  });

  it('may begin with http where private addresses are allowed', () => {
    expect(receiverOf(readWebhookUrl('http://localhost', allowing))).toBe('localhost:80');
    expect(() => readWebhookUrl('ftp://localhost', allowing)).toThrow(RefusedUrlError);
  });
});

describe('the host of a URL', () => {
  const unasked = () => Promise.reject(new Error('a resolver was asked'));
  const find = (url: string, resolve: (host: string) => Promise<string[]> = unasked) =>
    findAddresses(new URL(url), publicOnly, resolve);

  it.each([
    ...['https://127.0.0.1', 'https://[::1]', 'https://2130706433', 'https://0x7f.1', 'https://017700000001'],
    ...['https://[::ffff:127.0.0.1]', 'https://[64:ff9b::7f00:1]', 'https://169.254.169.254/latest/meta-data'],
    ...['https://１２７.0.0.1', 'https://127.0.0.1.', 'https://0'],
  ])('that is an address is checked like one that a name leads to: %s', async (url) => {
    await expect(find(url)).rejects.toThrow('must not lead to an address that is not public');
  });

  it('is refused when one of its addresses is private', async () => {
    const resolve = () => Promise.resolve(['1.1.1.1', '10.0.0.1']);
    await expect(find('https://receiver.example', resolve)).rejects.toThrow(RefusedUrlError);
  });

  it.each([
    ['has no address', () => Promise.resolve([])],
    ['is not known', () => Promise.reject(new Error('ENOTFOUND'))],
  ])('is refused when it %s', async (_, resolve) => {
    await expect(find('https://receiver.example', resolve)).rejects.toThrow('the address of the host is not found');
  });

  it('leads to all of its addresses', async () => {
    const resolve = () => Promise.resolve(['1.1.1.1', '2606:4700:4700::1111']);
    expect(await find('https://receiver.example', resolve)).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ]);
  });
});
