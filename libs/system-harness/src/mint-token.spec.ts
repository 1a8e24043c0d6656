import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { mintToken } from './mint-token.js';

const secret = 'a-secret-of-at-least-32-characters-for-tests';
const patient = '00000000-0000-4000-8000-000000000001';
const key = new TextEncoder().encode(secret);
const expected = { issuer: 'vocalborn', audience: 'vocalborn-analysis' };

describe('mintToken', () => {
  it('signs who the bearer is for the default issuer and audience', async () => {
    const token = await mintToken({ sub: patient, role: 'patient', secret });
    const { payload } = await jwtVerify(token, key, expected);
    expect(payload).toMatchObject({ sub: patient, role: 'patient' });
  });

  it('gives an expired token for a negative lifetime', async () => {
    const token = await mintToken({ sub: patient, role: 'patient', secret, ttlSeconds: -10 });
    await expect(jwtVerify(token, key, expected)).rejects.toThrow('"exp" claim timestamp check failed');
  });
});

describe('the claims of a token', () => {
  it.each([
    [{}, { iss: 'vocalborn', aud: 'vocalborn-analysis' }],
    [{ issuer: 'other' }, { iss: 'other', aud: 'vocalborn-analysis' }],
    [{ audience: 'else' }, { iss: 'vocalborn', aud: 'else' }],
  ])('for the options %j', async (options, claims) => {
    const token = await mintToken({ sub: patient, role: 'admin', secret, ...options });
    expect(decodeJwt(token)).toMatchObject({ sub: patient, role: 'admin', ...claims });
  });

  it.each([
    [undefined, 3_600],
    [60, 60],
    [-10, -10],
  ])('with a lifetime of %s s', async (ttlSeconds, lifetime) => {
    const rest = ttlSeconds === undefined ? {} : { ttlSeconds };
    const { exp, iat } = decodeJwt(await mintToken({ sub: patient, role: 'patient', secret, ...rest }));
    expect(exp! - iat!).toBe(lifetime);
  });
});
