import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { TokenVerifier } from './bearer-token.js';

const secret = 'a secret of at least 32 characters';
const rules = { key: { secret }, issuer: 'issuer', audience: 'audience' };
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
    .sign(new TextEncoder().encode(options.secret ?? secret));
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
    ['from the future', () => sign({ sub: userId, role: 'patient', iat: Math.floor(Date.now() / 1_000) + 60 })],
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

  it('refuses a token that was valid before it expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 1_000) * 1_000 });
    try {
      const token = await sign({ sub: userId, role: 'patient' }, { expires: Math.floor(Date.now() / 1_000) + 60 });
      for (const passed of [0, 30_000, 34_999]) {
        vi.advanceTimersByTime(passed);
        expect(await verifier.verify(`Bearer ${token}`)).toMatchObject({ userId });
      }
      vi.advanceTimersByTime(1);
      await expect(verifier.verify(`Bearer ${token}`)).rejects.toThrow('the token has expired');
    } finally {
      vi.useRealTimers();
    }
  });

  it('knows a token again only to the letter, and only with the key that it was signed with', async () => {
    const token = await sign({ sub: userId, role: 'patient' });
    await verifier.verify(`Bearer ${token}`);
    await expect(verifier.verify(`Bearer ${token.slice(0, -1)}`)).rejects.toThrow('not valid');
    const other = new TokenVerifier({ ...rules, key: { secret: 'another secret of 32 characters..' } });
    await expect(other.verify(`Bearer ${token}`)).rejects.toThrow('not valid');
  });

  it('names the user of each of many tokens, the first time and the second', async () => {
    const numbers = Array.from(
      { length: 50 },
      (_, number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    );
    const tokens = await Promise.all(numbers.map((sub) => sign({ sub, role: 'patient' })));
    for (let round = 0; round < 2; round += 1) {
      const found = await Promise.all(tokens.map((token) => verifier.verify(`Bearer ${token}`)));
      expect(found.map((principal) => principal.userId)).toEqual(numbers);
    }
  });

  it('refuses a token that is valid for longer than allowed, or does not say since when', async () => {
    const strict = new TokenVerifier({ ...rules, longestLifetimeSeconds: 600 });
    const now = Math.floor(Date.now() / 1_000);
    const lasting = (seconds: number) => sign({ sub: userId, role: 'patient', iat: now }, { expires: now + seconds });
    expect(await strict.verify(`Bearer ${await lasting(600)}`)).toMatchObject({ userId });
    await expect(strict.verify(`Bearer ${await lasting(601)}`)).rejects.toThrow('more than 600 seconds');
    const undated = await sign({ sub: userId, role: 'patient' }, { expires: now + 60 });
    await expect(strict.verify(`Bearer ${undated}`)).rejects.toThrow('no "iat"');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b'])('refuses the header %j', async (header) => {
    await expect(verifier.verify(header)).rejects.toMatchObject({ name: 'NotAuthenticatedError' });
  });
});
