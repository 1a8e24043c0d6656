import type { monitor } from '@vocalborn/client';
import { SlowAiService, System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { DescribedApi, type Operation } from './described-api.js';
import { askMonitor } from './monitor-client.js';

let system: System;
let ai: SlowAiService;
let api: DescribedApi;
let task: string;
let worker: string;

beforeAll(async () => {
  ai = await SlowAiService.start();
  system = await System.start({ env: { 'analysis-worker': { AI_SERVICE_URL: ai.url } } });
  api = await DescribedApi.of(system);
  const patient = GatewayClient.patientOf(system);
  const submit = () => patient.analyzeSample();
  await patient.until(await submit(), 'success');
  ai.failWith = 422;
  task = await submit();
  await patient.until(task, 'failure');
  [worker = ''] = Object.keys((await ask('GET', '/api/workers')).body as object);
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});

const ask = (method: string, path: string, body?: unknown) => askMonitor(system, path, { method, body });
const name = ({ method, path }: Operation): string => `${method} ${path}`;

const open = ['/health/live', '/health/ready', '/health/startup', '/healthcheck', '/metrics'];
/** They are there to say that they are not offered. */
const refusing = /rate-limit|apply|send-task|autoscale|consumer/;

describe('the description', () => {
  it('gives every operation a summary, a name of its own, and a schema of what it answers', () => {
    const { operations } = api;
    expect(operations.length).toBeGreaterThan(40);
    expect(operations.filter(({ summary }) => !summary).map(name)).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const answers = ({ responses }: Operation) => Object.values((responses['200'] ?? responses['201'])?.content ?? {});
    const silent = operations.filter((each) => answers(each).every(({ schema }) => !schema)).map(name);
    expect(silent).toEqual(operations.map(name).filter((each) => refusing.test(each)));
  });

  it('asks for a token or for credentials everywhere but where anybody may look', () => {
    expect(api.securitySchemes.toSorted()).toEqual(['basic', 'bearer']);
    for (const operation of api.operations) {
      const wanted = open.includes(operation.path) ? undefined : [{ bearer: [] }, { basic: [] }];
      expect(operation.security, name(operation)).toEqual(wanted);
    }
  });

  it('tells of every refusal in the form of a problem', () => {
    for (const operation of api.operations) {
      const refusals = Object.entries(operation.responses).filter(([status]) => status >= '400');
      const statuses = refusals.map(([status]) => status);
      if (!open.includes(operation.path))
        expect(statuses, name(operation)).toEqual(expect.arrayContaining(['401', '403']));
      if (operation.path.includes('{task_id}')) expect(statuses, name(operation)).toContain('400');
      for (const [, { content }] of refusals) {
        const schema = { $ref: '#/components/schemas/ProblemDto' };
        expect(content, name(operation)).toEqual({ 'application/problem+json': { schema } });
      }
    }
  });

  it.each([
    ['POST', '/api/worker/pool/grow/{name}', ['name', 'n']],
    ['POST', '/api/worker/pool/shrink/{name}', ['name', 'n']],
    ['POST', '/api/task/revoke/{task_id}', ['task_id', 'terminate', 'signal']],
    ['POST', '/api/task/timeout/{taskname}', ['taskname', 'workername', 'soft', 'hard']],
    ['GET', '/api/workers', ['workername', 'status', 'refresh']],
    ['GET', '/api/events', ['task_id', 'last-event-id']],
  ])('names all that %s %s takes', (method, path, parameters) => {
    expect(api.operation(method, path).parameters.map((each) => each.name)).toEqual(parameters);
  });

  it('says in what form figures and events come', () => {
    const media = (path: string) => Object.keys(api.operation('GET', path).responses['200']?.content ?? {});
    expect(media('/metrics')).toEqual(['text/plain']);
    expect(media('/api/events')).toEqual(['text/event-stream']);
    expect(JSON.stringify(api.operation('GET', '/api/events').responses['200'])).toMatch(
      /`task`.*`workers`.*`queues`.*`alerts`.*`figures`.*`heartbeat`/,
    );
  });
});

describe('what is answered is what is described', () => {
  it.each([
    ...['/health/ready', '/api/me', '/api/kpis', '/api/kpis/series', '/api/kpis/catalogue', '/api/alerts'],
    ...['/api/live/tasks', '/api/live/queues', '/api/live/workers', '/api/retry-policy', '/api/alerts/silences'],
    ...['/api/tasks', '/api/tasks/page', '/api/tasks/counts', '/api/tasks/{task_id}/history', '/api/task/types'],
    ...['/api/task/info/{task_id}', '/api/task/result/{task_id}', '/api/workers', '/api/queues/length', '/api/audit'],
    ...['/api/inspect/ping', '/api/inspect/active', '/api/inspect/stats'],
  ])('by GET %s', async (path) => {
    const { status, body } = await ask('GET', path.replace('{task_id}', task));
    expect(status).toBe(200);
    expect(api.faults('GET', path.replace(/inspect\/\w+/, 'inspect/{question}'), 200, body)).toEqual([]);
  });

  it('by what changes something, and in the log of it', async () => {
    const actions = { action: 'retry', task_ids: [task, '00000000-0000-4000-8000-00000000dead'] };
    const bulk = await ask('POST', '/api/tasks/bulk', actions);
    expect(api.faults('POST', '/api/tasks/bulk', 200, bulk.body)).toEqual([]);
    const { rules } = (await ask('GET', '/api/alerts')).body as monitor.AlertsDto;
    const silence = await ask('POST', '/api/alerts/silences', { name: rules[0]!.name, minutes: 1, reason: '維護 🎉' });
    expect(api.faults('POST', '/api/alerts/silences', 201, silence.body)).toEqual([]);
    const silences = await ask('GET', '/api/alerts/silences');
    expect(api.faults('GET', '/api/alerts/silences', 200, silences.body)).toEqual([]);
    const grown = await ask('POST', `/api/worker/pool/grow/${encodeURIComponent(worker)}?n=1`);
    expect(api.faults('POST', '/api/worker/pool/grow/{name}', 200, grown.body)).toEqual([]);
    const { body } = await ask('GET', '/api/audit');
    expect(api.faults('GET', '/api/audit', 200, body)).toEqual([]);
    expect((body as monitor.AuditDto).actions.length).toBeGreaterThan(2);
  });

  it('by refusals, and differs from what is described otherwise', async () => {
    const { status, body } = await ask('GET', '/api/tasks/page?kind=file');
    expect(api.faults('GET', '/api/tasks/page', status, body)).toEqual([]);
    expect(api.faults('GET', '/api/me', 200, { name: 1, more: true })).toHaveLength(3);
  });
});

describe('what is not taken', () => {
  it.each([
    ['GET', '/api/tasks/page?kind=file', 'kind'],
    ['GET', '/api/tasks/page?constructor=1', 'constructor'],
    ['GET', '/api/audit?__proto__=1', '__proto__'],
    ['GET', '/api/kpis?windows=1h', 'windows'],
    ['GET', '/api/kpis/series?steps=5m', 'steps'],
    ['GET', '/api/kpis/catalogue?window=1h', 'window'],
    ['GET', '/api/audit?targets=x', 'targets'],
    ['GET', '/api/alerts?state=firing', 'state'],
    ['GET', '/api/alerts/silences?name=x', 'name'],
    ['GET', '/api/tasks/counts?state=RETRY', 'state'],
    ['GET', '/api/tasks/page?cursor=nonsense', 'cursor'],
    ['GET', '/api/tasks/page?cursor=', 'cursor'],
    ['GET', '/api/tasks/page?worker=%00', 'worker'],
    ['GET', '/api/tasks/page?search=%00', 'search'],
    ['GET', '/api/tasks/page?created_from=-271821-04-20T00:00:00Z', 'created_from'],
    ['GET', '/api/tasks/page?created_before=%2B275760-09-13T00:00:00Z', 'created_before'],
    ['GET', '/api/audit?before=99999999999999999999', 'before'],
    ['GET', '/api/audit?target=%00', 'target'],
    ['GET', '/api/tasks?search=%00', 'search'],
    ['GET', '/api/tasks?workername=a%00', 'workername'],
    ['GET', '/api/tasks?offset=2147483648', 'offset'],
    ['GET', '/api/tasks?received_start=-271821-04-20T00:00:00Z', 'received_start'],
    ['GET', '/api/workers?workername=%00', 'workername'],
    ['POST', '/api/worker/shutdown/%00', 'name'],
  ])('%s %s is refused by the name of %s', async (method, path, field) => {
    const { status, body } = await ask(method, path);
    expect({ status, detail: (body as monitor.ProblemDto).detail }).toEqual({
      status: 400,
      detail: expect.stringContaining(field),
    });
  });

  it.each(['\0', '\ud800', 'half of \udf89'])('a silence whose reason is %j is refused', async (reason) => {
    const { status, body } = await ask('POST', '/api/alerts/silences', { name: 'any', minutes: 1, reason });
    expect({ status, body }).toMatchObject({ status: 400, body: { detail: expect.stringContaining('reason') } });
  });

  it('makes no command to one worker a command to all', async () => {
    for (const workername of [['nobody@x'], { name: 'nobody@x' }, true]) {
      const { status, body } = await ask('POST', '/api/task/timeout/analyze_audio', { hard: 1_700, workername });
      expect({ status, body }).toMatchObject({ status: 400, body: { detail: expect.stringContaining('workername') } });
    }
    const repeated = await ask('POST', '/api/task/timeout/analyze_audio?hard=1700&workername=a@x&workername=b@x');
    expect(repeated).toMatchObject({ status: 404, body: { detail: "Unknown worker 'b@x'" } });
  });

  it('is taken for left out where Flower takes it so: empty fields', async () => {
    const { body: all } = await ask('GET', '/api/tasks');
    const empty = '/api/tasks?state=&taskname=&workername=&received_start=&received_end=&search=&sort_by=';
    expect(await ask('GET', empty)).toMatchObject({ status: 200, body: all });
    expect(Object.keys(all as object).length).toBeGreaterThan(1);
    expect((await ask('GET', '/api/workers?workername=&status=')).body).toHaveProperty([worker]);
  });

  it('is passed over where Flower passes it over', async () => {
    for (const path of [
      '/api/tasks?kind=file',
      '/api/workers?more=1',
      '/api/task/types?x=1',
      '/api/queues/length?x=1',
    ]) {
      expect((await ask('GET', path)).status, path).toBe(200);
    }
  });
});
