import { seedIds } from '@vocalborn/database';
import { freePort, freshRedisUrl, mintToken } from '@vocalborn/system-harness';
import type { Environment } from '@vocalborn/settings';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callers, secret, StartedGateway, type Answer, type CallerName } from '../fixtures/started-gateway.js';

const gateways: StartedGateway[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
});

async function start(env: Environment): Promise<StartedGateway> {
  const gateway = await StartedGateway.start({ LIMITS: 'on', ...env });
  gateways.push(gateway);
  return gateway;
}

const readSentences = (gateway: StartedGateway, as: CallerName | 'nobody' = 'patient', headers = {}) =>
  gateway.ask('GET', '/sentences', { as, headers });

const submit = async (gateway: StartedGateway, recordId?: string): Promise<Answer> =>
  gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId ?? (await gateway.record()) } });

const upload = (gateway: StartedGateway): Promise<Answer> =>
  gateway.upload([
    { name: 'sentence_id', content: seedIds.chineseSentence },
    { name: 'audio', content: Buffer.from('RIFF----WAVE'), file: { name: 'a.wav', type: 'audio/wav' } },
  ]);

describe('the requests of a user', () => {
  it('are counted, and each answer tells what is left', async () => {
    const gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '5' });
    await readSentences(gateway);
    const { headers } = await readSentences(gateway);
    expect(headers['ratelimit-policy']).toBe('"requests";q=5;w=60, "address";q=60000;w=60');
    expect(headers['ratelimit']).toMatch(/^"requests";r=3;t=\d+, "address";r=59998;t=\d+$/);
  });

  it('are refused when they are too many, and those of other users are not', async () => {
    const gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '2' });
    for (const expected of [200, 200, 429, 429]) expect((await readSentences(gateway)).status).toBe(expected);
    const { headers, body } = await readSentences(gateway);
    expect(body).toMatchObject({
      code: 'too-many-requests',
      limit: 'requests',
      retry_after: Number(headers['retry-after']),
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['ratelimit']).toContain('"requests";r=0;t=');
    expect((await readSentences(gateway, 'otherPatient')).status).toBe(200);
    expect((await gateway.ask('GET', '/metrics', { as: 'nobody' })).body).toContain(
      'vocalborn_limited_requests_total{limit="requests"',
    );
  });

  it('are counted by all gateways together', async () => {
    const env = { LIMIT_REQUESTS_PER_MINUTE: '2', CELERY_RESULT_BACKEND: await freshRedisUrl() };
    const [one, two] = [await start(env), await start(env)];
    expect((await readSentences(one)).status).toBe(200);
    expect((await readSentences(two)).status).toBe(200);
    expect((await readSentences(one)).status).toBe(429);
  });

  it('are counted by each gateway for itself while Redis is away', async () => {
    const away = `redis://127.0.0.1:${await freePort()}/1`;
    const gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '2', CELERY_RESULT_BACKEND: away });
    for (const expected of [200, 200, 429]) expect((await readSentences(gateway)).status).toBe(expected);
  });

  it('are unlimited when the operator says so', async () => {
    const gateway = await start({ LIMITS: 'off', LIMIT_REQUESTS_PER_MINUTE: '1' });
    for (const expected of [200, 200]) expect((await readSentences(gateway)).status).toBe(expected);
    expect((await readSentences(gateway)).headers).not.toHaveProperty('ratelimit');
  });
});

describe('the requests from an address', () => {
  it.each(['/sentences', '/retry-policy'])('are limited without a token: %s', async (path) => {
    const gateway = await start({ LIMIT_ADDRESS_REQUESTS_PER_MINUTE: '2' });
    const ask = () => gateway.ask('GET', path, { as: 'nobody' });
    const first = path === '/sentences' ? 401 : 200;
    for (const expected of [first, first, 429]) expect((await ask()).status).toBe(expected);
    expect((await gateway.ask('GET', '/health/live', { as: 'nobody' })).status).toBe(200);
  });

  it('are not told apart by a header that anybody can send', async () => {
    const gateway = await start({ LIMIT_ADDRESS_REQUESTS_PER_MINUTE: '2' });
    const from = (address: string) => readSentences(gateway, 'patient', { 'x-forwarded-for': address });
    for (const [address, expected] of [
      ['192.0.2.1', 200],
      ['192.0.2.2', 200],
      ['192.0.2.3', 429],
    ] as const) {
      expect((await from(address)).status).toBe(expected);
    }
  });

  it('are told apart by the header of a trusted proxy', async () => {
    const gateway = await start({ LIMIT_ADDRESS_REQUESTS_PER_MINUTE: '1', TRUSTED_PROXIES: 'loopback' });
    const from = (address: string) => readSentences(gateway, 'patient', { 'x-forwarded-for': address });
    for (const [address, expected] of [
      ['192.0.2.1', 200],
      ['192.0.2.2', 200],
      ['192.0.2.2', 429],
    ] as const) {
      expect((await from(address)).status).toBe(expected);
    }
  });
});

describe('the budget of a route', () => {
  it.each<[string, string, (gateway: StartedGateway) => Promise<Answer>, number]>([
    ['uploads', 'LIMIT_UPLOADS_PER_MINUTE', upload, 201],
    ['submissions', 'LIMIT_SUBMISSIONS_PER_MINUTE', (gateway) => submit(gateway), 202],
    [
      'reruns',
      'LIMIT_RERUNS_PER_MINUTE',
      async (gateway) => gateway.ask('POST', `/tasks/${await gateway.task('REVOKED')}/retry`),
      202,
    ],
  ])('%s', async (name, setting, ask, status) => {
    const gateway = await start({ [setting]: '1' });
    expect((await ask(gateway)).status).toBe(status);
    expect(await ask(gateway)).toMatchObject({ status: 429, body: { code: 'too-many-requests', limit: name } });
    expect((await readSentences(gateway)).status).toBe(200);
  });
});

it('a session counts as one submission for each of its recordings', async () => {
  const gateway = await start({ LIMIT_SUBMISSIONS_PER_MINUTE: '3' });
  const { sessionId, recordIds } = await gateway.session(['recorded', 'recorded', 'recorded', 'recorded', 'pending']);
  const analyze = () => gateway.ask('POST', `/practice-sessions/${sessionId}/analyze`, { body: {} });
  expect(await analyze()).toMatchObject({ status: 429, body: { code: 'too-many-requests', limit: 'submissions' } });
  expect(await gateway.recordStatus(recordIds[0] ?? '')).toBe('recorded');
});

describe('what a user has at a time', () => {
  it('is a limited number of tasks that wait or run', async () => {
    const gateway = await start({ LIMIT_TASKS_IN_FLIGHT: '2' });
    const [first] = [await submit(gateway), await submit(gateway)];
    const refused = await gateway.record();
    expect(await submit(gateway, refused)).toMatchObject({ status: 429, body: { code: 'too-many-tasks' } });
    expect(await gateway.recordStatus(refused)).toBe('recorded');
    await gateway.ask('DELETE', `/tasks/${first.body.task_id}`);
    expect((await submit(gateway, refused)).status).toBe(202);
  });

  it('does not include the tasks of others', async () => {
    const gateway = await start({ LIMIT_TASKS_IN_FLIGHT: '1' });
    await submit(gateway);
    const theirs = { practice_record_id: await gateway.record('recorded', seedIds.otherPatient) };
    expect((await gateway.ask('POST', '/analyze', { body: theirs, as: 'otherPatient' })).status).toBe(202);
  });

  it('is a limited number of recordings', async () => {
    const gateway = await start({ LIMIT_RECORDINGS: '1' });
    await gateway.database.query('delete from practice_records where user_id = $1', [seedIds.patient]);
    expect((await upload(gateway)).status).toBe(201);
    expect(await upload(gateway)).toMatchObject({ status: 429, body: { code: 'too-many-recordings' } });
  });
});

describe('a body', () => {
  async function open(gateway: StartedGateway, token?: string): Promise<Socket> {
    const url = new URL(await gateway.app.getUrl());
    const socket = connect(Number(url.port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    const head = ['POST /practice-records HTTP/1.1', 'Host: x', 'Content-Length: 300000000'];
    const type = 'Content-Type: multipart/form-data; boundary=zz';
    const authorization = token === undefined ? [] : [`Authorization: Bearer ${token}`];
    socket.write([...head, type, ...authorization, '', ''].join('\r\n'));
    return socket;
  }

  it('of a caller without a token is not received', async () => {
    const gateway = await start({});
    await gateway.listen();
    const socket = await open(gateway);
    socket.write(Buffer.alloc(300_000));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 401 [^]*connection: close/i);
  });

  it('is refused while too many of its sender are being received', async () => {
    const gateway = await start({ LIMIT_OPEN_BODIES: '100' });
    await gateway.listen();
    const token = await mintToken({ ...callers.patient, secret });
    const uploads = await Promise.all(Array.from({ length: 11 }, () => open(gateway, token)));
    const [answer] = (await Promise.race(uploads.map((socket) => once(socket, 'data')))) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 429 [^]*"limit":"open-bodies"/);
    uploads.forEach((socket) => socket.destroy());
    await expect.poll(async () => (await upload(gateway)).status).toBe(201);
  });
});
