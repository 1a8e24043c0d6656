import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { TokenVerifier } from './bearer-token.js';

const rules = { secret: 'a secret of at least 32 characters', issuer: 'issuer', audience: 'audience' };
const userId = '00000000-0000-4000-8000-000000000001';
const verifier = new TokenVerifier(rules);

function sign(
  payload: JWTPayload,
  options: { secret?: string; algorithm?: string; expires?: string | number | null } = {},
) {
  const token = new SignJWT({ iss: rules.issuer, aud: rules.audience, ...payload });
  if (options.expires !== null) token.setExpirationTime(options.expires ?? '1h');
  return token
    .setProtectedHeader({ alg: options.algorithm ?? 'HS256' })
    .sign(new TextEncoder().encode(options.secret ?? rules.secret));
}

describe('verifying a bearer token', () => {
  it('tells who is calling', async () => {
    const token = await sign({ sub: userId, role: 'patient' });
    expect(await verifier.verify(`Bearer ${token}`)).toMatchObject({ userId, role: 'patient' });
  });

  it('tells until when, with the tolerance for clocks that differ', async () => {
    const expires = Math.floor(Date.now() / 1_000) + 3_600;
    const token = await sign({ sub: userId, role: 'patient' }, { expires });
    const { expiresAt } = await verifier.verify(`Bearer ${token}`);
    expect(expiresAt).toBe((expires + 5) * 1_000);
  });

  it.each<[string, () => Promise<string>]>([
    ['signed with another secret', () => sign({ sub: userId, role: 'patient' }, { secret: 'x'.repeat(32) })],
    ['of another algorithm', () => sign({ sub: userId, role: 'patient' }, { algorithm: 'HS512' })],
    ['that expired', () => sign({ sub: userId, role: 'patient' }, { expires: '-1m' })],
    ['that never expires', () => sign({ sub: userId, role: 'patient' }, { expires: null })],
    ['of another issuer', () => sign({ sub: userId, role: 'patient', iss: 'other' })],
    ['for another audience', () => sign({ sub: userId, role: 'patient', aud: 'other' })],
    ['without a role', () => sign({ sub: userId })],
    ['with an unknown role', () => sign({ sub: userId, role: 'root' })],
    ['whose subject is no user id', () => sign({ sub: "1' or '1'='1", role: 'patient' })],
    ['without a subject', () => sign({ role: 'patient' })],
    [
      'that is not signed at all',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ sub: userId, role: 'admin', iss: rules.issuer, aud: rules.audience })
            .setExpirationTime('1h')
            .encode(),
        ),
    ],
  ])('refuses a token %s', async (_, token) => {
    await expect(verifier.verify(`Bearer ${await token()}`)).rejects.toMatchObject({ name: 'NotAuthenticatedError' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b'])('refuses the header %j', async (header) => {
    await expect(verifier.verify(header)).rejects.toMatchObject({ name: 'NotAuthenticatedError' });
  });
});
