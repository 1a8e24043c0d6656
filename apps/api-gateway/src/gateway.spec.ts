import { freePort, mintToken } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callers, StartedGateway } from './fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const get = (path: string, headers: Record<string, string> = {}) => gateway.ask('GET', path, { as: 'nobody', headers });

describe('a route without a token', () => {
  it.each(['/health/live', '/health/ready', '/health/startup', '/metrics', '/retry-policy', '/docs', '/openapi.json'])(
    'answers %s',
    async (path) => {
      expect((await get(path)).status).toBe(200);
    },
  );

  it('has every operation of the description that names no security', async () => {
    const { body } = await get('/openapi.json');
    const open = Object.entries(body.paths as Record<string, Record<string, { security?: unknown }>>)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security }]) => ({ path, method, security })),
      )
      .filter(({ security }) => security === undefined);
    expect(open).toEqual([{ path: '/retry-policy', method: 'get' }]);
  });
});

it.each(['/retry-policy', '/docs', '/nowhere'])(
  '%s is sent with headers that keep browsers from misusing it',
  async (path) => {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
      'strict-transport-security': expect.stringContaining('max-age='),
    });
  },
);

describe('a token', () => {
  const secret = 'a secret of the tests, 32 letters or more';
  const { sub } = callers.patient;
  it.each<[string, () => Promise<string>]>([
    ['that has expired', () => mintToken({ sub, role: 'patient', secret, ttlSeconds: -60 })],
    ['signed with another secret', () => mintToken({ sub, role: 'patient', secret: 'x'.repeat(40) })],
    ['for another audience', () => mintToken({ sub, role: 'patient', secret, audience: 'other' })],
    ['of another issuer', () => mintToken({ sub, role: 'patient', secret, issuer: 'other' })],
    ['with an unknown role', () => mintToken({ sub, role: 'root', secret })],
    ['whose subject is no user id', () => mintToken({ sub: '__proto__', role: 'patient', secret })],
    ['that is no token', () => Promise.resolve('nonsense')],
  ])('%s is refused with a challenge', async (_, token) => {
    const { status, headers, body } = await get('/sentences', { authorization: `Bearer ${await token()}` });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'not-authenticated', instance: '/sentences' });
  });

  it('may name the user in upper case', async () => {
    const token = await mintToken({ ...callers.patient, sub: sub.toUpperCase(), secret });
    const taskId = await gateway.task('PENDING');
    expect((await get(`/tasks/${taskId}`, { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe('the id of a request', () => {
  it('is in the header and in the body of a problem', async () => {
    const { headers, body } = await get('/sentences');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.request_id).toBe(headers['x-request-id']);
  });

  it.each(['one', 'a:b.c-d_e', 'x'.repeat(100)])('is taken from the caller when it is well-formed: %s', async (id) => {
    expect((await get('/retry-policy', { 'x-request-id': id })).headers['x-request-id']).toBe(id);
  });

  it.each(['', 'two words', 'x'.repeat(101), 'a\tb', '<script>'])('is replaced when it is "%s"', async (id) => {
    expect((await get('/retry-policy', { 'x-request-id': id })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an address without a route', () => {
  it.each(['/', '/no/such/place', '/tasks/', '/analyze', '/Tasks', '/health', '/__proto__'])(
    'gives 404 with a problem: %s',
    async (path) => {
      const { status, headers, body } = await gateway.ask('GET', path);
      expect({ status, code: body.code, instance: body.instance }).toEqual({
        status: 404,
        code: 'not-found',
        instance: path,
      });
      expect(headers['content-type']).toContain('application/problem+json');
    },
  );

  it.each(['/%ff', '/tasks/%ff', `/tasks/${'x'.repeat(300)}`])(
    'gives 400 when it cannot be parsed: %s',
    async (path) => {
      const { status, headers, body } = await gateway.ask('GET', path);
      expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field: 'path' }] } });
      expect(headers['x-request-id']).toBe(body.request_id);
    },
  );
});

describe('the retry policy', () => {
  it('shows the table with its delays in seconds', async () => {
    const { body } = await get('/retry-policy');
    const rules = body.rules as {
      error_kind: string;
      strategy: string;
      delays_seconds: number[];
      max_retries: number;
    }[];
    expect(rules.map((rule) => [rule.error_kind, rule.strategy, rule.delays_seconds, rule.max_retries])).toEqual([
      ['network', 'exponential', [30, 60, 120, 240, 480], 5],
      ['ai_service', 'fixed', [60, 60, 60], 3],
      ['file', 'never', [], 0],
      ['timeout', 'fixed', [120, 120], 2],
      ['unclassified', 'fixed', [60, 60, 60], 3],
    ]);
    expect(body.rules[0].label).toEqual({ 'zh-TW': '網路錯誤', 'en-US': 'Network error' });
    expect(body.jitter_fraction).toBe(0.1);
  });
});

describe('the metrics', () => {
  it('measure requests by route, never by address', async () => {
    await gateway.ask('GET', '/tasks/00000000-0000-4000-8000-00000000abcd');
    const { headers, body } = await get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/tasks\/:task_id"[^}]*status="404"/);
    expect(body).not.toContain('abcd');
  });
});

describe('health', () => {
  it('names what the gateway needs, and whether it reaches the queue', async () => {
    const { body } = await get('/health/ready');
    expect(body).toMatchObject({
      status: 'ok',
      info: {
        database: { status: 'up' },
        audio_store: { status: 'up', reachable: true },
        queue: { status: 'up', reachable: true },
      },
    });
  });

  it('is not ready while the database lacks migrations, and starts and lives then', async () => {
    const outdated = await StartedGateway.start();
    await outdated.database.query('truncate schema_migrations');
    const ready = await outdated.ask('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.headers['retry-after']).toBe('5');
    for (const probe of ['startup', 'live']) expect((await outdated.ask('GET', `/health/${probe}`)).status).toBe(200);
    await outdated.stop();
  });
});

describe('a gateway without Redis', () => {
  let alone: StartedGateway;
  beforeAll(async () => {
    const closed = `redis://127.0.0.1:${await freePort()}`;
    alone = await StartedGateway.start({ CELERY_BROKER_URL: `${closed}/0`, CELERY_RESULT_BACKEND: `${closed}/1` });
  });
  afterAll(() => alone.stop());

  it.each(['live', 'ready', 'startup'])('is %s', async (probe) => {
    expect((await alone.ask('GET', `/health/${probe}`)).status).toBe(200);
  });

  it('tells that it does not reach the queue', async () => {
    const { body } = await alone.ask('GET', '/health/ready');
    expect(body.info.queue).toEqual({ status: 'up', reachable: false });
  });

  it('accepts, shows, cancels and reruns a task from the ledger', async () => {
    const request = { practice_record_id: await alone.record() };
    const { status, body } = await alone.ask('POST', '/analyze', { body: request });
    expect({ status, body }).toEqual({
      status: 202,
      body: { task_id: expect.any(String), status: 'pending', queue_position: null },
    });
    const path = `/tasks/${body.task_id}`;
    expect((await alone.ask('GET', path)).body).toMatchObject({ status: 'pending', queue_position: null });
    expect((await alone.ask('DELETE', path)).body).toMatchObject({ status: 'revoked' });
    expect(await alone.ask('POST', `${path}/retry`)).toMatchObject({ status: 202, body: { queue_position: null } });
  });
});

describe('a gateway whose bucket is silent', () => {
  it('is ready within the time of a probe, and tells that it does not reach it', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const waiting = await StartedGateway.start({
      AUDIO_STORE_URL: `s3://bucket?endpoint=http://127.0.0.1:${port}&region=us-east-1&path_style=true`,
    });
    // As long as the probes of k8s/base/api-gateway.yaml wait.
    const signal = AbortSignal.timeout(5_000);
    const answer = await fetch(`${await waiting.listen()}/health/ready`, { signal });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ details: { audio_store: { reachable: false } } });
    await waiting.stop();
    silent.close();
    vi.unstubAllEnvs();
  });
});

describe('a gateway that cannot use its audio folder', () => {
  it('is ready, because polls need no recording, and tells that it does not reach it', async () => {
    const broken = await StartedGateway.start();
    await rm(broken.audioFolder.path, { recursive: true });
    await writeFile(broken.audioFolder.path, 'a file in its place');
    const ready = await broken.ask('GET', '/health/ready');
    expect(ready).toMatchObject({
      status: 200,
      body: { details: { audio_store: { status: 'up', reachable: false } } },
    });
    await broken.stop();
  });
});
