import type { Command } from '@vocalborn/worker-control';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';

let monitor: StartedMonitor;
let failed: string;
let succeeded: string;
let waiting: string;
const commands: Command[] = [];
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  succeeded = await monitor.succeeded();
  failed = await monitor.failed();
  waiting = await monitor.pending();
  await monitor.worker(workerReport({ active: [randomUUID()] }), (command) => {
    commands.push(command);
    if (command.command === 'pool_shrink' && command.n > 3) throw new Error('the pool has 4 slots');
    return null;
  });
});
afterAll(() => monitor.stop());
beforeEach(() => void commands.splice(0));

const get = (path: string) => monitor.ask('GET', path);
const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  monitor.ask('POST', path, { body, headers });
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('GET /api/tasks', () => {
  const ids = async (query: string) => Object.keys((await get(`/api/tasks?${query}`)).body as object);

  it.each<[string, () => string[]]>([
    ['', () => [waiting, failed, succeeded]],
    ['sort_by=received', () => [succeeded, failed, waiting]],
    ['limit=1', () => [waiting]],
    ['limit=1&offset=1', () => [failed]],
    ['limit=&offset=&sort_by=', () => [waiting, failed, succeeded]],
    ['state=SUCCESS', () => [succeeded]],
    ['state=success', () => [succeeded]],
    ['state=RECEIVED', () => [waiting]],
    ['state=All', () => [waiting, failed, succeeded]],
    ['state=LOST', () => []],
    ['taskname=analyze_audio', () => [waiting, failed, succeeded]],
    ['taskname=All', () => [waiting, failed, succeeded]],
    ['taskname=other', () => []],
    ['workername=one@host', () => [failed, succeeded]],
    ['workername=All&received_start=&received_end=', () => [waiting, failed, succeeded]],
    ['received_start=2000-01-01 00:00', () => [waiting, failed, succeeded]],
    ['received_end=2000-01-01 00:00', () => []],
    ['unknown=1', () => [waiting, failed, succeeded]],
  ])('with %j lists tasks by id', async (query, expected) => expect(await ids(query)).toEqual(expected()));

  it.each([
    ['limit=0', /^limit must not be less than 1$/],
    ['limit=10001', /^limit must not be greater than 10000$/],
    ['offset=2147483648', /^offset must not be greater than 2147483647$/],
    ['received_start=yesterday', /^received_start must be a time from 1970 on/],
    ['search=%00', /^search must hold neither NUL/],
  ])('with %j is refused', async (query, detail) => {
    const { status, body } = await get(`/api/tasks?${query}`);
    expect(status).toBe(400);
    expect(body.detail).toMatch(detail);
  });
});

describe('one task', () => {
  it('has the form of Flower', async () => {
    const { body } = await get(`/api/task/info/${failed}`);
    expect(body).toMatchObject({
      uuid: failed,
      name: 'analyze_audio',
      state: 'FAILURE',
      worker: 'one@host',
      exception: 'network: connect ECONNREFUSED',
      traceback: expect.stringContaining('Error: away'),
      result: null,
      children: [],
    });
    expect(body.failed).toBeGreaterThan(body.received as number);
  });

  it.each<[string, () => string, object]>([
    ['a success', () => succeeded, { state: 'SUCCESS', result: expect.stringMatching(/^\{'result_id': '/) }],
    [
      'a failure',
      () => failed,
      { state: 'FAILURE', result: 'network: connect ECONNREFUSED', traceback: expect.any(String) },
    ],
    ['a waiting task', () => waiting, { state: 'PENDING' }],
  ])('ends with the result of %s', async (_, id, expected) => {
    expect((await get(`/api/task/result/${id()}`)).body).toEqual({ 'task-id': id(), ...expected });
  });

  it.each(['info', 'result'])('returns 404 from /api/task/%s for an unknown id', async (view) => {
    const id = randomUUID();
    expect(await get(`/api/task/${view}/${id}`)).toMatchObject({
      status: 404,
      body: { detail: `Unknown task '${id}'` },
    });
    expect((await get(`/api/task/${view}/7`)).status).toBe(400);
  });

  it('is of the one type that exists', async () => {
    expect((await get('/api/task/types')).body).toEqual({ 'task-types': ['analyze_audio'] });
  });

  it.each(['revoke', 'abort'])('is cancelled by POST /api/task/%s', async (verb) => {
    const id = await monitor.pending();
    expect(await post(`/api/task/${verb}/${id}?terminate=true&signal=SIGKILL`)).toMatchObject({
      status: 200,
      body: { message: `Revoked '${id}'` },
    });
    expect((await get(`/api/task/info/${id}`)).body).toMatchObject({ state: 'REVOKED', revoked: expect.any(Number) });
    expect((await post(`/api/task/${verb}/${id}`)).status).toBe(409);
  });

  it.each(['rate-limit', 'apply', 'async-apply', 'send-task'])('refuses POST /api/task/%s', async (verb) => {
    expect((await post(`/api/task/${verb}/analyze_audio`, {})).status).toBe(403);
  });
});

describe('workers', () => {
  it('are listed by name in the form of Flower', async () => {
    const { body } = await get('/api/workers');
    expect(Object.keys(body as object)).toEqual(['one@host']);
    expect(body['one@host']).toMatchObject({ status: true, stats: { pool: { 'max-concurrency': 4 } } });
  });

  it.each(['1', 'true', 'YES', 'on'])('with status=%s tell only whether they are online', async (status) => {
    expect((await get(`/api/workers?status=${status}`)).body).toEqual({ 'one@host': true });
  });

  it.each(['0', 'false', ''])('with status=%s tell everything', async (status) => {
    expect((await get(`/api/workers?status=${status}&refresh=1`)).body['one@host']).toHaveProperty('conf');
  });

  it('are found by name', async () => {
    expect(Object.keys((await get('/api/workers?workername=one@host')).body as object)).toEqual(['one@host']);
    expect(await get('/api/workers?workername=no@host')).toMatchObject({
      status: 404,
      body: { detail: "Unknown worker 'no@host'" },
    });
  });

  it('leave waiting tasks in the queue', async () => {
    const { body } = await get('/api/queues/length');
    expect(body).toEqual({ active_queues: [{ name: 'ai_analysis', messages: expect.any(Number) }] });
  });
});

describe('a command to a worker', () => {
  it.each<[string, Command, string]>([
    ['shutdown/one@host', { command: 'shutdown' }, 'Shutting down!'],
    ['pool/restart/one@host', { command: 'pool_restart' }, "Restarting 'one@host' worker's pool"],
    ['pool/grow/one@host', { command: 'pool_grow', n: 1 }, "Growing 'one@host' worker's pool by 1"],
    ['pool/grow/one@host?n=3', { command: 'pool_grow', n: 3 }, "Growing 'one@host' worker's pool by 3"],
    ['pool/shrink/one@host?n=2', { command: 'pool_shrink', n: 2 }, "Shrinking 'one@host' worker's pool by 2"],
  ])('POST /api/worker/%s reaches it', async (path, command, message) => {
    expect(await post(`/api/worker/${path}`)).toMatchObject({ status: 200, body: { message } });
    expect(commands).toEqual([command]);
  });

  it('is refused with the reason of the worker', async () => {
    expect(await post('/api/worker/pool/shrink/one@host?n=4')).toMatchObject({
      status: 403,
      body: { detail: "'one@host' refuses: the pool has 4 slots" },
    });
  });

  it.each(['0', '257', '1.5', 'x', ' '])('is refused with n=%j', async (n) => {
    const path = `/api/worker/pool/grow/one@host?n=${encodeURIComponent(n)}`;
    expect(await post(path)).toMatchObject({ status: 400, body: { detail: 'n must be a whole number from 1 to 256' } });
    expect(commands).toEqual([]);
  });

  it.each([
    'shutdown',
    'pool/restart',
    'pool/grow',
    'pool/shrink',
    'pool/autoscale',
    'queue/add-consumer',
    'queue/cancel-consumer',
  ])('POST /api/worker/%s returns 404 for an unknown worker', async (verb) =>
    expect((await post(`/api/worker/${verb}/no@host`)).status).toBe(404),
  );

  it.each(['pool/autoscale', 'queue/add-consumer', 'queue/cancel-consumer'])('%s is always refused', async (verb) => {
    expect((await post(`/api/worker/${verb}/one@host`)).status).toBe(403);
  });
});

describe('time limits', () => {
  const path = '/api/task/timeout/analyze_audio';

  it.each<[string, string, unknown, Record<string, string>, object]>([
    ['a query', '?hard=60&soft=50', undefined, {}, { soft: 50, hard: 60 }],
    ['a form', '', 'hard=60&soft=49.2', form, { soft: 50, hard: 60 }],
    ['JSON', '', { hard: 60 }, {}, { soft: null, hard: 60 }],
    ['a query before a form', '?hard=70', 'hard=60', form, { soft: null, hard: 70 }],
    ['the last of a repeated field', '?hard=60&hard=80', undefined, {}, { soft: null, hard: 80 }],
  ])('are read from %s', async (_, query, body, headers, limits) => {
    expect((await post(`${path}${query}`, body, headers)).body).toEqual({ message: 'time limits set successfully' });
    expect(commands).toEqual([{ command: 'time_limit', ...limits }]);
  });

  it('are sent to the named worker only', async () => {
    expect((await post(`${path}?hard=60&workername=no@host`)).status).toBe(404);
    expect(commands).toEqual([]);
    await post(`${path}?hard=60&workername=one@host`);
    expect(commands).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['', undefined],
    ['?soft=5', undefined],
    ['?hard=0', undefined],
    ['?hard=86401', undefined],
    ['?hard=', undefined],
    ['?hard=x', undefined],
    ['', { hard: 60, workername: ['one@host'] }],
    ['', { hard: 60, workername: true }],
    ['', { hard: [60] }],
    ['', [60]],
  ])('are refused: %s %j', async (query, body) => {
    expect((await post(`${path}${query}`, body)).status).toBe(400);
    expect(commands).toEqual([]);
  });

  it('exist for the one task only', async () => {
    expect(await post('/api/task/timeout/other?hard=60')).toMatchObject({
      status: 404,
      body: { detail: "Unknown task 'other'" },
    });
  });
});
