import { mintToken } from '@vocalborn/system-harness';
import { describe, expect, it } from 'vitest';
import { VerifiedTokens } from './verified-tokens.js';

const secret = 'a secret for tests that is long enough';
const tokens = new VerifiedTokens(secret);
const mint = (more: { secret?: string; ttlSeconds?: number; audience?: string } = {}): Promise<string> =>
  mintToken({ sub: 'somebody', role: 'patient', secret, ...more });

describe('the token check of the baseline', () => {
  it('names the user, the first time and the second', async () => {
    const header = `Bearer ${await mint()}`;
    expect(await tokens.userOf(header)).toBe('somebody');
    expect(await tokens.userOf(header)).toBe('somebody');
  });

  it.each([
    ['of another secret', { secret: 'another secret that is long enough' }],
    ['that expired', { ttlSeconds: -60 }],
    ['for another audience', { audience: 'others' }],
  ])('refuses a token %s, as the product does', async (_, more) => {
    await expect(tokens.userOf(`Bearer ${await mint(more)}`)).rejects.toThrow();
  });

  it('refuses a request without a token', async () => {
    await expect(tokens.userOf(undefined)).rejects.toThrow();
  });
});
