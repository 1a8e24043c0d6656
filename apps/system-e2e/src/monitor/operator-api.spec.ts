import type { monitor } from '@vocalborn/client';
import { mintToken, SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';
import { listenToEvents } from './event-listener.js';

const timeoutMs = 180_000;
let system: System;
let ai: SlowAiService;
let patient: GatewayClient;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const monitor = { MONITOR_BASIC_AUTH: 'operator:correct horse', MONITOR_READONLY_AUTH: 'guest:battery staple' };
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '1', RETRY_DELAY_SCALE: '0.001' };
  system = await System.start({ env: { monitor, 'analysis-worker': worker } });
  patient = GatewayClient.patientOf(system);
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
const [operator, guest] = [basic('operator:correct horse'), basic('guest:battery staple')];

// The caller says what it expects to read.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  options: { as?: string | null; headers?: Record<string, string>; body?: unknown } = {},
) {
  const { as = operator, headers = {}, body } = options;
  const response = await fetch(system.app('monitor').url + path, {
    method,
    headers: {
      ...(as === null ? {} : { authorization: as }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as Body) : ({} as Body);
  return { status: response.status, headers: response.headers, body: json, text };
}

const submit = () => patient.analyzeSample();

async function failedTask(): Promise<string> {
  ai.failWith = 422;
  const task = await submit();
  await patient.until(task, 'failure');
  ai.failWith = null;
  return task;
}

describe('who may do what', () => {
  const readable = ['/api/kpis', '/api/tasks', '/api/workers', '/api/audit', '/api/tasks/page', '/api/alerts'];

  it.each(readable)('%s is for operators only, and says how to become one', async (path) => {
    const refused = await call('GET', path, { as: null });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=.*Bearer$/);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect((await call('GET', path, { as: `Bearer ${system.tokens.therapist}` })).status).toBe(403);
    expect((await call('GET', path, { as: guest })).status).toBe(200);
    expect((await call('GET', path, { as: `Bearer ${system.tokens.admin}` })).status).toBe(200);
  });

  it('lets those who may only look change nothing', async () => {
    const task = await failedTask();
    for (const path of [`/api/task/retry/${task}`, `/api/task/revoke/${task}`, '/api/worker/shutdown/anyone']) {
      expect((await call('POST', path, { as: guest })).status).toBe(403);
    }
    expect(await patient.status(task)).toMatchObject({ status: 'failure' });
  });

  it('takes no action that a page of another origin asks for', async () => {
    const task = await failedTask();
    const path = `/api/task/retry/${task}`;
    expect((await call('POST', path, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403);
    expect((await call('POST', path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const own = new URL(system.app('monitor').url).origin;
    expect((await call('POST', path, { headers: { origin: own } })).status).toBe(200);
    await patient.until(task, 'success');
  });

  it('answers with headers that keep a page from being framed or loading from elsewhere', async () => {
    const { headers } = await call('GET', '/api/kpis');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('a part of the path that is none', () => {
  it.each([
    ['/api/task/info/nonsense', 'task_id must be a UUID'],
    ['/api/tasks/nonsense/history', 'task_id must be a UUID'],
    ['/api/inspect/nonsense', 'question must be one of ping, active, reserved, stats'],
  ])('is named, as in %s', async (path, detail) => {
    expect(await call('GET', path)).toMatchObject({ status: 400, body: { detail } });
  });
});

describe('names and forms of Flower', () => {
  it('lists tasks by id, and tells of one', async () => {
    const task = await submit();
    await patient.until(task, 'success');
    const list = await call<Record<string, { uuid: string; state: string }>>('GET', '/api/tasks?limit=5&state=SUCCESS');
    expect(list.body[task]).toMatchObject({ uuid: task, name: 'analyze_audio', state: 'SUCCESS', retries: 0 });
    const { body } = await call('GET', `/api/task/info/${task}`);
    expect(body).toMatchObject({ uuid: task, state: 'SUCCESS', worker: expect.stringMatching(/^worker1@/) });
    expect(body['runtime']).toBeGreaterThan(0);
    expect((await call('GET', `/api/task/result/${task}`)).body).toMatchObject({ 'task-id': task, state: 'SUCCESS' });
    expect((await call('GET', '/api/task/info/00000000-0000-4000-8000-00000000dead')).status).toBe(404);
    expect((await call('GET', '/api/tasks?limit=many')).status).toBe(400);
  });

  it('tells of queues, workers and itself', async () => {
    expect((await call('GET', '/api/queues/length')).body).toEqual({
      active_queues: [{ name: 'ai_analysis', messages: 0 }],
    });
    const workers = await call<Record<string, { stats: { pool: Record<string, unknown> } }>>('GET', '/api/workers');
    const [name] = Object.keys(workers.body);
    expect(workers.body[name!]!.stats.pool).toMatchObject({ 'max-concurrency': 1 });
    expect((await call('GET', '/api/workers?status=true')).body).toEqual({ [name!]: true });
    expect((await call('GET', '/healthcheck', { as: null })).text).toBe('OK');
    expect((await call('GET', '/api/task/types')).body).toEqual({ 'task-types': ['analyze_audio'] });
  });

  it('steers a pool and cancels a task, with parameters in the query or in a form', async () => {
    const [name] = Object.keys((await call('GET', '/api/workers')).body);
    const path = `/api/worker/pool/grow/${encodeURIComponent(name!)}`;
    expect((await call('POST', `${path}?n=1`)).body).toEqual({ message: `Growing '${name}' worker's pool by 1` });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const shrunk = await fetch(`${system.app('monitor').url}${path.replace('grow', 'shrink')}`, {
      method: 'POST',
      headers: { authorization: operator, ...form },
      body: 'n=1',
    });
    expect(shrunk.status).toBe(200);
    ai.takesMs = Infinity;
    const task = await submit();
    await waitFor(() => ai.open.size === 1, { what: 'the task to run', timeoutMs });
    expect((await call('POST', `/api/task/revoke/${task}?terminate=true`)).body).toEqual({
      message: `Revoked '${task}'`,
    });
    await patient.until(task, 'revoked');
    ai.takesMs = 0;
  });
});

describe('acting on many tasks', () => {
  it('runs failed ones again and says of each whether it was done, and who did it is kept', async () => {
    const tasks = [await failedTask(), await failedTask()];
    const done = await submit();
    await patient.until(done, 'success');
    const { body } = await call('POST', '/api/tasks/bulk', { body: { action: 'retry', task_ids: [...tasks, done] } });
    expect(body).toMatchObject({ action: 'retry', done: 2 });
    expect((body['results'] as monitor.TaskOutcomeDto[]).find((each) => each.task_id === done)).toMatchObject({
      done: false,
      code: 'task-not-retryable',
      reason: expect.any(String),
    });
    for (const task of tasks) await patient.until(task, 'success');
    const audit = await call<{ actions: Record<string, unknown>[] }>('GET', `/api/audit?target=${tasks[0]!}`);
    expect(audit.body.actions[0]).toMatchObject({ actor: 'basic:operator', action: 'task.retry', outcome: 'done' });
    const refused = await call<{ actions: Record<string, unknown>[] }>('GET', `/api/audit?target=${done}`);
    expect(refused.body.actions[0]).toMatchObject({ action: 'task.retry', outcome: 'failed' });
  });

  it('pages through all of them, each once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await call<{ tasks: { task_id: string }[]; next: string | null }>(
        'GET',
        `/api/tasks/page?limit=2${after}`,
      );
      seen.push(...body.tasks.map((task) => task.task_id));
      cursor = body.next;
    }
    const [row] = await system.query<{ tasks: number }>('select count(*)::int as tasks from ai_analysis_tasks');
    expect(new Set(seen).size).toBe(row!.tasks);
    expect(seen).toHaveLength(row!.tasks);
  });
});

describe('a task', () => {
  it('is told with its parameters and how its result was made, and nothing of what either says of a patient', async () => {
    const record = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const params = { speed: 1.5, note: '王小明說得很好' };
    const { body } = await patient.post('/analyze', { practice_record_id: record, params });
    const task = String(body['task_id']);
    await patient.until(task, 'success');
    const { body: told, text } = await call('GET', `/api/tasks/${task}/history`);
    expect(told['params']).toEqual({ speed: 1.5, note: '(text of 7 characters)' });
    expect(told['result']).toEqual({
      ...{ analysis_model_version: 'stand-in', processing_time_seconds: expect.any(Number), audio_seconds: 1 },
      ...{ audio_format: 'wav', confidence_level: 0.5, stored_at: expect.any(String) },
    });
    expect(text).not.toMatch(/王小明|score|suggestions/);
  });
});

describe('live events', () => {
  it('tell every state of a task as it happens, and resume after the last one heard', async () => {
    const listening = await listenToEvents(system.app('monitor').url, operator);
    const task = await submit();
    await patient.until(task, 'success');
    const states = () => listening.task.filter((event) => event.data.task_id === task).map(({ data }) => data.state);
    await waitFor(() => states().includes('SUCCESS'), { what: 'the success to be told', timeoutMs });
    expect([...new Set(states())]).toEqual(['PENDING', 'PROCESSING', 'SUCCESS']);
    listening.stop();
    const first = listening.task.find((event) => event.data.task_id === task)!;
    const resumed = await listenToEvents(system.app('monitor').url, operator, first.id);
    await waitFor(() => resumed.task.some((event) => event.data.state === 'SUCCESS'), { what: 'the rest', timeoutMs });
    expect(resumed.task.map((event) => event.id)).toEqual(
      listening.task.map((event) => event.id).filter((id) => Number(id) > Number(first.id)),
    );
    resumed.stop();
  });

  it('end with the token of whoever listens', async () => {
    const lived = { sub: randomUUID(), role: 'admin', secret: system.wiring.jwtSecret };
    // Clocks may differ by five seconds: this one is good for three more.
    const authorization = `Bearer ${await mintToken({ ...lived, ttlSeconds: -2 })}`;
    const url = `${system.app('monitor').url}/api/events`;
    const { status, body } = await fetch(url, { headers: { authorization } });
    expect(status).toBe(200);
    await body?.pipeTo(new WritableStream(), { signal: AbortSignal.timeout(15_000) });
    expect((await fetch(url, { headers: { authorization } })).status).toBe(401);
  });
});
