import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenVerifier } from './bearer-token.js';

const userId = '00000000-0000-4000-8000-000000000001';
const names = { issuer: 'https://issuer.example', audience: 'vocalborn' };

/** An issuer that signs tokens and publishes its keys. */
class Issuer {
  keys: JWK[] = [];
  asked = 0;
  isUp = true;
  readonly #private = new Map<string, CryptoKey>();

  async newKey(algorithm: string, kid: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    this.#private.set(kid, privateKey);
    this.keys.push({ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' });
  }

  token(alg: string, kid: string): Promise<string> {
    return this.sign(alg, kid, this.#private.get(kid)!);
  }

  sign(alg: string, kid: string, key: CryptoKey | Uint8Array): Promise<string> {
    return new SignJWT({ iss: names.issuer, aud: names.audience, sub: userId, role: 'patient' })
      .setProtectedHeader({ alg, kid })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  }
}

let issuer: Issuer;
let server: Server;
let verifier: TokenVerifier;
beforeEach(async () => {
  // Timers of requests are true.
  vi.useFakeTimers({ toFake: ['setInterval', 'performance', 'Date'] });
  issuer = new Issuer();
  server = createServer((_, response) => {
    issuer.asked += 1;
    if (!issuer.isUp) response.writeHead(503);
    response.end(JSON.stringify({ keys: issuer.keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  verifier = new TokenVerifier({ ...names, key: { jwksUrl: `http://127.0.0.1:${port}/jwks.json` } });
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
  server.closeAllConnections();
});

/** Lets ten minutes pass and waits until the issuer was asked. */
async function nextRefresh(): Promise<void> {
  const asked = issuer.asked;
  vi.advanceTimersByTime(600_000);
  await vi.waitFor(() => expect(issuer.asked).toBeGreaterThan(asked));
}

const verify = async (token: string | Promise<string>) => verifier.verify(`Bearer ${await token}`);

describe('a token of an issuer that publishes its keys', () => {
  it.each(['RS256', 'ES256', 'EdDSA'])('is taken when it is signed with %s', async (algorithm) => {
    await issuer.newKey(algorithm, 'one');
    expect(await verify(issuer.token(algorithm, 'one'))).toMatchObject({ userId, role: 'patient' });
  });

  it('is refused when a shared secret signs it, also when that is the public key', async () => {
    await issuer.newKey('RS256', 'one');
    const pem = await exportSPKI((await importJWK(issuer.keys[0]!, 'RS256')) as CryptoKey);
    await expect(verify(issuer.sign('HS256', 'one', new TextEncoder().encode(pem)))).rejects.toMatchObject({
      name: 'NotAuthenticatedError',
    });
  });

  it('is refused when another key signs it under the name of a published one', async () => {
    await issuer.newKey('ES256', 'one');
    const { privateKey } = await generateKeyPair('ES256');
    await expect(verify(issuer.sign('ES256', 'one', privateKey))).rejects.toThrow('not valid');
  });

  it('is taken although its key is newer than the known ones', async () => {
    await issuer.newKey('ES256', 'one');
    await verify(issuer.token('ES256', 'one'));
    await issuer.newKey('ES256', 'two');
    vi.advanceTimersByTime(31_000);
    expect(await verify(issuer.token('ES256', 'two'))).toMatchObject({ userId });
  });

  it('is taken while the issuer is away, if its key is known', async () => {
    await issuer.newKey('ES256', 'one');
    await verify(issuer.token('ES256', 'one'));
    issuer.isUp = false;
    await nextRefresh();
    expect(await verify(issuer.token('ES256', 'one'))).toMatchObject({ userId });
  });

  it('cannot be checked while the issuer is away and no key is known', async () => {
    await issuer.newKey('ES256', 'one');
    issuer.isUp = false;
    await expect(verify(issuer.token('ES256', 'one'))).rejects.toMatchObject({ name: 'KeysUnavailableError' });
  });

  it('is refused once the issuer has withdrawn its key, also if it was taken before', async () => {
    await issuer.newKey('ES256', 'one');
    const token = await issuer.token('ES256', 'one');
    await verify(token);
    issuer.keys = [];
    await nextRefresh();
    await vi.waitFor(() => expect(verify(token)).rejects.toThrow('not valid'));
  });
});

describe('many tokens with unknown keys', () => {
  const strangers = async (count: number) => {
    const { privateKey } = await generateKeyPair('ES256');
    for (let number = 0; number < count; number += 1) {
      await verify(issuer.sign('ES256', `stranger-${number}`, privateKey)).catch(() => undefined);
    }
  };

  it('make the issuer be asked once', async () => {
    await issuer.newKey('ES256', 'one');
    await strangers(20);
    expect(issuer.asked).toBe(1);
  });

  it('make an issuer that is away be asked once', async () => {
    issuer.isUp = false;
    await strangers(20);
    expect(issuer.asked).toBe(1);
  });
});
