import { taskStates } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';

let monitor: StartedMonitor;
const made: Record<'waiting' | 'running' | 'failed' | 'retrying' | 'succeeded', string> = {
  waiting: '',
  running: '',
  failed: '',
  retrying: '',
  succeeded: '',
};
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  made.succeeded = await monitor.succeeded();
  made.failed = await monitor.failed();
  made.retrying = await monitor.waitingForRetry();
  made.running = await monitor.running('two@host');
  made.waiting = await monitor.pending({ speed: 1.5, note: 'private' });
});
afterAll(() => monitor.stop());

const idsOf = (body: unknown): string[] => (body as { tasks: { task_id: string }[] }).tasks.map((task) => task.task_id);
const page = async (query: string) => idsOf((await monitor.ask('GET', `/api/tasks/page?${query}`)).body);

describe('the page of tasks', () => {
  it('lists tasks newest first', async () => {
    expect(await page('')).toEqual([made.waiting, made.running, made.retrying, made.failed, made.succeeded]);
    expect(await page('order=oldest')).toEqual([
      made.succeeded,
      made.failed,
      made.retrying,
      made.running,
      made.waiting,
    ]);
  });

  it.each<[string, (keyof typeof made)[]]>([
    ['state=PROCESSING', ['running']],
    ['state=processing', ['running']],
    ['worker=two@host', ['running']],
    ['worker=nobody', []],
    ['error_kind=network', ['retrying', 'failed']],
    ['error_kind=network&state=FAILURE', ['failed']],
    [`user_id=${randomUUID()}`, []],
    ['created_from=9000-01-01T00:00:00Z', []],
    ['created_before=2000-01-01T00:00:00Z', []],
    ['created_from=2000-01-01&limit=2', ['waiting', 'running']],
  ])('filters by %s', async (query, expected) => {
    expect(await page(query)).toEqual(expected.map((name) => made[name]));
  });

  it('searches by the beginning of an id', async () => {
    expect(await page(`search=${made.failed.slice(0, 13)}`)).toEqual([made.failed]);
  });

  it('continues where the previous page ended', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await monitor.ask('GET', `/api/tasks/page?limit=2${after}`);
      seen.push(...idsOf(body));
      cursor = (body as { next: string | null }).next;
    } while (cursor !== null);
    expect(seen).toEqual(await page(''));
  });

  it.each([
    ['state=done', /^state must be one of the following values: PENDING/],
    ['error_kind=tired', /^error_kind must be one of/],
    ['user_id=7', /^user_id must be a UUID/],
    ['created_from=soon', /created_from must be a Date instance/],
    ['created_before=%2B275760-09-13T00:00:00Z', /maximal allowed date for created_before/],
    ['limit=0', /^limit must not be less than 1$/],
    ['limit=501', /^limit must not be greater than 500$/],
    ['limit=ten', /limit must be an integer number/],
    ['limit=', /limit must be an integer number/],
    ['order=random', /^order must be one of/],
    ['cursor=nonsense', /cursor/],
    [`search=${'x'.repeat(101)}`, /^search must be shorter than or equal to 100/],
    ['search=%00', /^search must hold neither NUL/],
    ['kind=file', /^there is no field 'kind' here$/],
    ['constructor=1', /^there is no field 'constructor' here$/],
    ['__proto__=1', /^there is no field '__proto__' here$/],
  ])('refuses %s', async (query, detail) => {
    const { status, headers, body } = await monitor.ask('GET', `/api/tasks/page?${query}`);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 400,
      type: expect.stringMatching(/^application\/problem\+json/),
    });
    expect(body).toMatchObject({ type: 'urn:vocalborn:monitor:bad-request', title: 'Bad Request', status: 400 });
    expect(body.detail).toMatch(detail);
  });
});

describe('the other tables', () => {
  it('count the tasks of each state', async () => {
    const { body } = await monitor.ask('GET', '/api/tasks/counts');
    expect(Object.keys(body as object)).toEqual(expect.arrayContaining([...taskStates]));
    expect(body).toEqual({ PENDING: 1, PROCESSING: 1, RETRY: 1, SUCCESS: 1, FAILURE: 1, REVOKED: 0 });
  });

  it('show active tasks, running tasks first', async () => {
    const { body } = await monitor.ask('GET', '/api/live/tasks');
    expect(body.tasks[0]).toEqual({
      task_id: made.running,
      attempt: 1,
      name: 'analyze_audio',
      state: 'PROCESSING',
      progress: 10,
      step: 'initialising',
      current_step: '初始化',
      current_step_en: expect.any(String),
      worker: 'two@host',
      started_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(idsOf(body).toSorted()).toEqual([made.running, made.retrying, made.waiting].toSorted());
  });

  it('show the retry policy with the delays of each kind', async () => {
    const { body } = await monitor.ask('GET', '/api/retry-policy');
    const rules = body.rules as { error_kind: string; delays_seconds: number[] }[];
    const delays = Object.fromEntries(rules.map((rule) => [rule.error_kind, rule.delays_seconds]));
    expect(delays).toMatchObject({
      network: [30, 60, 120, 240, 480],
      ai_service: [60, 60, 60],
      file: [],
      timeout: [120, 120],
    });
  });

  it.each(['/api/tasks/counts', '/api/live/tasks', '/api/retry-policy'])('%s takes no query', async (path) => {
    expect(await monitor.ask('GET', `${path}?x=1`)).toMatchObject({
      status: 400,
      body: { detail: "there is no field 'x' here" },
    });
  });
});

describe('the history of a task', () => {
  const history = (taskId: string) => monitor.ask('GET', `/api/tasks/${taskId}/history`);

  it('shows every state, the error and the traceback', async () => {
    const { body } = await history(made.failed);
    const entries = body.history as { state: string; attempt: number; error: unknown; traceback: string | null }[];
    expect(entries.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['PENDING', 0],
      ['PROCESSING', 1],
      ['FAILURE', 1],
    ]);
    expect(entries.at(-1)).toMatchObject({
      error: { kind: 'network', message: 'connect ECONNREFUSED' },
      traceback: 'Error: away\n    at x',
    });
    expect(body).toMatchObject({ error: { kind: 'network' }, traceback: 'Error: away\n    at x', result: null });
  });

  it('shows how a result was made, not what it contains', async () => {
    const { body } = await history(made.succeeded);
    expect(body.result).toEqual({
      analysis_model_version: 'model-1',
      processing_time_seconds: expect.any(Number),
      audio_seconds: 3.2,
      audio_format: null,
      confidence_level: 0.9,
      stored_at: expect.any(String),
    });
    expect(JSON.stringify(body)).not.toContain('overall_score');
  });

  it('shows of text parameters only the length', async () => {
    const { body } = await history(made.waiting);
    expect(body.params).toEqual({ speed: 1.5, note: '(text of 7 characters)' });
  });

  it('returns 404 for an unknown task and 400 for an id that is no UUID', async () => {
    expect(await history(randomUUID())).toMatchObject({ status: 404, body: { detail: 'the task is not known' } });
    expect(await history('7')).toMatchObject({ status: 400, body: { detail: 'task_id must be a UUID' } });
  });
});

describe('actions on tasks', () => {
  const bulk = (action: string, ids: string[]) =>
    monitor.ask('POST', '/api/tasks/bulk', { body: { action, task_ids: ids } });

  it('rerun a failed task once', async () => {
    const failed = await monitor.failed();
    expect(await monitor.ask('POST', `/api/task/retry/${failed}`)).toMatchObject({
      status: 200,
      body: { message: `Queued '${failed}' again` },
    });
    expect(await monitor.ask('POST', `/api/task/retry/${failed}`)).toMatchObject({ status: 409 });
    expect(await monitor.ask('POST', `/api/task/retry/${randomUUID()}`)).toMatchObject({ status: 404 });
  });

  it('tell for each task of a bulk whether it was done', async () => {
    const [waiting, ended, unknown] = [await monitor.pending(), made.succeeded, randomUUID()];
    const { status, body } = await bulk('revoke', [waiting, waiting, ended, unknown]);
    const refused = { done: false, code: 'task-ended', reason: 'the task has ended or is not known' };
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        action: 'revoke',
        done: 1,
        results: [
          { task_id: waiting, done: true, code: null, reason: null },
          { task_id: ended, ...refused },
          { task_id: unknown, ...refused },
        ],
      },
    });
    const { body: counts } = await monitor.ask('GET', '/api/tasks/counts');
    expect(counts.REVOKED).toBe(1);
  });

  it('are recorded with their outcome', async () => {
    const waiting = await monitor.pending();
    await bulk('revoke', [waiting]);
    await bulk('revoke', [waiting]);
    const { body } = await monitor.ask('GET', `/api/audit?target=${waiting}`);
    expect(body.actions).toMatchObject([
      { actor: 'basic:operator', action: 'task.revoke', outcome: 'failed', message: expect.stringContaining('ended') },
      { actor: 'basic:operator', action: 'task.revoke', outcome: 'done', message: null },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown action', { action: 'pause', task_ids: [randomUUID()] }, /action must be one of.*revoke, retry/],
    ['no ids', { action: 'retry', task_ids: [] }, /task_ids must contain at least 1/],
    [
      'too many ids',
      { action: 'retry', task_ids: Array.from({ length: 501 }, () => randomUUID()) },
      /no more than 500/,
    ],
    ['an id that is no UUID', { action: 'retry', task_ids: ['x'] }, /each value in task_ids must be a UUID/],
    ['one id instead of a list', { action: 'retry', task_ids: randomUUID() }, /task_ids must be an array/],
    ['unknown fields', { action: 'retry', task_ids: [randomUUID()], force: true }, /there is no field 'force' here/],
    ['an empty body', {}, /action must be one of/],
  ])('refuse a bulk with %s', async (_, body, detail) => {
    const answer = await monitor.ask('POST', '/api/tasks/bulk', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(detail);
  });
});

describe('the audit log', () => {
  it('pages backwards by the number of an action', async () => {
    const { body } = await monitor.ask('GET', '/api/audit?limit=2');
    const [, second] = body.actions as { action_id: string }[];
    const { body: rest } = await monitor.ask('GET', `/api/audit?limit=1&before=${second!.action_id}`);
    expect(Number(rest.actions[0].action_id)).toBeLessThan(Number(second!.action_id));
  });

  it.each(['before=x', 'before=-1', 'before=1234567890123456789', 'limit=1001', 'target=%00', 'targets=x'])(
    'refuses %s',
    async (query) => expect((await monitor.ask('GET', `/api/audit?${query}`)).status).toBe(400),
  );
});
