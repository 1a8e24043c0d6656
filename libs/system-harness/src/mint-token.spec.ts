import { jwtVerify } from 'jose';
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
