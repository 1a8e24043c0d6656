import type { Environment } from '@vocalborn/settings';
import { mintToken } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { callers, secret, StartedGateway } from '../fixtures/started-gateway.js';

const gateways: StartedGateway[] = [];
afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.stop())));

const origin = 'https://clinic.example';

async function start(env: Environment = {}): Promise<StartedGateway> {
  const gateway = await StartedGateway.start({ CORS_ORIGINS: `${origin}, http://localhost:3000`, ...env });
  gateways.push(gateway);
  return gateway;
}

const preflight = (gateway: StartedGateway, path: string, from = origin) => {
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
  return gateway.ask('OPTIONS', path, { as: 'nobody', headers: { origin: from, ...asked } });
};

describe('a preflight', () => {
  it('of an allowed origin is answered without a token', async () => {
    const { status, headers, body } = await preflight(await start(), '/analyze');
    expect([status, body]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers': expect.stringMatching(/Authorization.*Content-Type.*Idempotency-Key/),
      'access-control-max-age': '600',
      vary: expect.stringContaining('Origin'),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('counts in no limit', async () => {
    const gateway = await start({ LIMITS: 'on', LIMIT_ADDRESS_REQUESTS_PER_MINUTE: '1' });
    for (let count = 0; count < 3; count += 1) expect((await preflight(gateway, '/analyze')).status).toBe(204);
    expect((await gateway.ask('GET', '/sentences')).status).toBe(200);
  });

  it.each(['https://evil.example', 'http://clinic.example', 'https://clinic.example.evil.example', 'null'])(
    'of %s allows nothing',
    async (from) => {
      const { headers } = await preflight(await start(), '/analyze', from);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('is unknown to a gateway without origins', async () => {
    const { status, headers } = await preflight(await start({ CORS_ORIGINS: '' }), '/analyze');
    expect(status).toBe(404);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('an answer to a page of an allowed origin', () => {
  const exposed =
    'Location, ETag, Accept-Ranges, Content-Range, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, WWW-Authenticate';

  it.each([
    ['a success', 'GET', '/sentences', 'patient', undefined, 200],
    ['a refusal of the guard', 'GET', '/sentences', 'nobody', undefined, 401],
    ['a refusal before the body', 'POST', '/analyze', 'nobody', { practice_record_id: 'x' }, 401],
    ['an unknown address', 'GET', '/nowhere', 'patient', undefined, 404],
    ['a broken body', 'POST', '/analyze', 'patient', '{', 400],
  ] as const)('can be read: %s', async (_, method, path, as, body, expected) => {
    const headers = { origin, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await (await start()).ask(method, path, { as, body, headers });
    expect(answer.status).toBe(expected);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposed,
    });
  });

  it('cannot be read by pages of other origins', async () => {
    const { status, headers } = await (await start()).ask('GET', '/sentences', { headers: { origin: 'null' } });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('can be read when it is a stream of events', async () => {
    const gateway = await start();
    const url = await gateway.listen();
    const authorization = `Bearer ${await mintToken({ ...callers.patient, secret })}`;
    const stream = await fetch(`${url}/events`, { headers: { origin, authorization } });
    expect(stream.headers.get('access-control-allow-origin')).toBe(origin);
    await stream.body?.cancel();
  });
});
