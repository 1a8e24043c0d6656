import { apiGatewaySettings, type Environment } from '@vocalborn/settings';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AudioLinks } from './audio-links.js';

const path = '/practice-records/1/audio';
const key = 'recordings/1.wav';

const linksOf = (env: Environment) =>
  new AudioLinks(apiGatewaySettings({ DATABASE_URL: 'postgres://a/b', AUDIO_STORE_URL: 'file:///a', ...env }));
const shared = { JWT_SECRET: 's'.repeat(32) };
const queryOf = (url: string) => Object.fromEntries(new URL(url, 'http://x').searchParams);

describe('a signed link', () => {
  afterEach(() => void vi.useRealTimers());

  it('of one gateway is valid at another with the same secret, for this path and object only', () => {
    const query = queryOf(linksOf(shared).create(path, key).url);
    const other = linksOf({ ...shared });
    expect(other.isValid(path, key, query)).toBe(true);
    expect(other.isValid('/practice-records/2/audio', key, query)).toBe(false);
    expect(other.isValid(path, 'recordings/2.wav', query)).toBe(false);
  });

  it('is signed with AUDIO_LINK_SECRET when it is set, whatever verifies the tokens', () => {
    const secret = { AUDIO_LINK_SECRET: 'l'.repeat(32) };
    const query = queryOf(linksOf({ ...shared, ...secret }).create(path, key).url);
    expect(linksOf({ JWT_JWKS_URL: 'https://issuer/keys', ...secret }).isValid(path, key, query)).toBe(true);
    expect(linksOf(shared).isValid(path, key, query)).toBe(false);
  });

  it('is valid until it expires', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_500 });
    const links = linksOf({ ...shared, AUDIO_LINK_SECONDS: '60' });
    const { url, expires_at } = links.create(path, key);
    expect(expires_at).toBe(new Date(1_800_000_060_000).toISOString());
    vi.setSystemTime(1_800_000_059_999);
    expect(links.isValid(path, key, queryOf(url))).toBe(true);
    vi.setSystemTime(1_800_000_060_000);
    expect(links.isValid(path, key, queryOf(url))).toBe(false);
  });

  it('cannot be made without a secret', () => {
    const links = linksOf({ JWT_JWKS_URL: 'https://issuer/keys' });
    const refusal = expect.objectContaining({ code: 'audio-links-not-configured' });
    expect(() => links.create(path, key)).toThrow(refusal);
    expect(() => links.isValid(path, key, {})).toThrow(refusal);
  });
});
