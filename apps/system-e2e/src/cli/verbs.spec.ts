import { System, temporaryFolder } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { printed, Vocalborn } from './vocalborn.js';

let system: System;
let cli: Vocalborn;
let patient: GatewayClient;

interface Outcome {
  readonly done: number;
  readonly results: readonly { readonly task_id: string; readonly done: boolean; readonly reason: string | null }[];
}

interface Checklist {
  readonly ok: boolean;
  readonly items: readonly { readonly item: string; readonly outcome: string; readonly measured: string }[];
}

/** A test here starts a program up to ten times. */
vi.setConfig({ testTimeout: 420_000 });

beforeAll(async () => {
  system = await System.start({ env: { monitor: { MONITOR_BASIC_AUTH: 'operator:correct horse' } } });
  cli = new Vocalborn(system);
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

const analyze = (): Promise<string> => patient.analyzeSample('zh-patient');
const stateOf = async (taskId: string): Promise<unknown> => (await patient.status(taskId)).status;

describe('events', () => {
  it('tell of a task from its acceptance to its end', async () => {
    const text = printed(cli.start('events', '--after', '0', '--count', '11', '--json'));
    const taskId = await analyze();
    const events = (await text)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { task_id: string; state: string });
    expect(new Set(events.map((event) => event.task_id))).toEqual(new Set([taskId]));
    expect(events.map((event) => event.state)).toEqual(['PENDING', ...Array<string>(9).fill('PROCESSING'), 'SUCCESS']);
  });

  it('are not missed while the monitor is away, nor told twice', async () => {
    const eventIds = async (): Promise<string[]> => {
      const rows = await system.query<{ id: string }>(
        'select event_id::text as id from ai_analysis_task_events order by event_id',
      );
      return rows.map(({ id }) => id);
    };
    const before = await eventIds();
    const listening = cli.start('events', '--after', before.at(-1) ?? '0', '--count', '22', '--json');
    const [text, heard] = [printed(listening), once(listening.stdout!, 'data')];
    await patient.until(await analyze(), 'success');
    await heard;
    await system.app('monitor').kill();
    await patient.until(await analyze(), 'success');
    await system.startApp('monitor');
    const told = (await text)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event_id: string }).event_id);
    expect(told).toEqual((await eventIds()).slice(before.length));
  });
});

describe('looking', () => {
  it('inspect asks the workers themselves', async () => {
    const ping = await cli.json<Record<string, string>>('inspect', 'ping');
    expect(Object.values(ping.document)).toEqual(['pong']);
    const [name = ''] = Object.keys(ping.document);
    expect((await cli.json<object>('inspect', 'active')).document).toEqual({ [name]: [] });
    expect((await cli.json<object>('inspect', 'reserved')).document).toEqual({ [name]: [] });
    expect((await cli.json<Record<string, object>>('inspect', 'stats')).document[name]).toHaveProperty('memoryBytes');
  });

  it('status, tasks list and tasks show tell people what the document tells programs', async () => {
    const status = await cli.run('status');
    expect(status).toMatchObject({ status: 0, err: '' });
    expect(status.out).toContain('1 of 1 workers online.');
    const list = await cli.json<{ tasks: { task_id: string }[] }>('tasks', 'list', '--state', 'success');
    const taskId = list.document.tasks[0]?.task_id ?? '';
    const shown = await cli.run('tasks', 'show', taskId);
    expect(shown.out).toContain('Calculating the scores');
    expect((await cli.run('tasks', 'list')).out).toContain(taskId);
    expect((await cli.json<{ tasks: [] }>('tasks', 'list', '--state', 'FAILURE')).document.tasks).toEqual([]);
  });
});

describe('steering', () => {
  it('purges the queue through the lifecycle, and what was cancelled can be run again', async () => {
    await system.app('analysis-worker').stop();
    const tasks = [await analyze(), await analyze(), await analyze()];
    expect((await cli.run('queue', 'length')).out).toContain('ai_analysis        3');
    expect(await cli.run('queue', 'purge')).toMatchObject({ status: 2 });
    const { document } = await cli.json<Outcome>('queue', 'purge', '--yes');
    expect(document.done).toBe(3);
    expect(await Promise.all(tasks.map(stateOf))).toEqual(['revoked', 'revoked', 'revoked']);
    expect(await system.queueLength('wait')).toBe(0);
    const audited = await system.query<{ target: string }>(
      `select target from operator_actions where action = 'task.revoke' and outcome = 'done'`,
    );
    expect(new Set(audited.map(({ target }) => target))).toEqual(new Set(tasks));
    const [first = '', second = ''] = tasks;
    expect((await cli.json<Outcome>('tasks', 'retry', first)).document.done).toBe(1);
    expect((await cli.json<Outcome>('tasks', 'retry', '--state', 'REVOKED', '--yes')).document.done).toBe(2);
    expect((await cli.json<Outcome>('tasks', 'cancel', second)).document.done).toBe(1);
    expect(await cli.json<Outcome>('tasks', 'cancel', second)).toMatchObject({
      status: 1,
      document: { done: 0, results: [{ reason: 'the task has ended or is not known' }] },
    });
    await system.startApp('analysis-worker');
    await patient.until(first, 'success');
  });

  it('drops what should have expired from the result cache, or all of it, and results stay', async () => {
    const redis = await system.redisClient(1);
    const taskId = await analyze();
    await patient.until(taskId, 'success');
    await redis.hset('celery-task-meta-old', 'status', 'SUCCESS');
    const dump = await redis.dumpBuffer('celery-task-meta-old');
    await redis.restore('celery-task-meta-old', 0, dump, 'REPLACE', 'IDLETIME', 7_200);
    const expired = await cli.json<{ dropped: number }>('results', 'purge');
    expect(expired.document.dropped).toBe(1);
    expect(await redis.exists(`celery-task-meta-${taskId}`)).toBe(1);
    expect(await cli.run('results', 'purge', '--all')).toMatchObject({ status: 2 });
    expect(
      (await cli.json<{ dropped: number }>('results', 'purge', '--all', '--yes')).document.dropped,
    ).toBeGreaterThan(0);
    expect(await redis.keys('*celery-task-meta-*')).toEqual([]);
    expect((await patient.get(`/tasks/${taskId}/result`)).status).toBe(200);
    redis.disconnect();
  });
});

describe('the checklists', () => {
  it('daily passes on a system that is well and fails on one that is not', async () => {
    const well = await cli.json<Checklist>('check', 'daily', '--logs', system.logFolder);
    expect(well.document.items.map(({ item, outcome }) => `${item}: ${outcome}`)).toEqual([
      'Workers online: pass',
      'Queue length: pass',
      'Success rate (24 h): pass',
      'Redis memory: pass',
      'Error log (24 h): pass',
    ]);
    expect(well.status).toBe(0);
    await system.app('analysis-worker').stop();
    const ill = await cli.json<Checklist>('check', 'daily');
    expect(ill.status).toBe(1);
    expect(ill.document.items[0]).toMatchObject({ outcome: 'fail', measured: '0 online, 1 offline within the hour' });
    await system.startApp('analysis-worker');
  });

  it('weekly backs the configuration up without its secrets and drills the restore', async () => {
    const folder = join(temporaryFolder('backups').path, 'configuration');
    const { document } = await cli.json<Checklist>('check', 'weekly', '--backup-folder', folder);
    expect(document.items.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    const [file = ''] = readdirSync(folder);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('CELERY_BROKER_URL');
    expect(text).not.toContain(system.tokens.admin);
  });

  it('monthly finds no open endpoint, and leaves the training to people', async () => {
    const { document } = await cli.json<Checklist>('check', 'monthly');
    const outcomes = Object.fromEntries(document.items.map(({ item, outcome }) => [item, outcome]));
    expect(outcomes).toMatchObject({
      'Performance review (30 d)': 'pass',
      'Capacity plan': 'pass',
      'Security: secrets': 'pass',
      'Security: open endpoints': 'pass',
      Documentation: 'pass',
      'Team training': 'manual',
    });
  });
});

describe('the drill and the report', () => {
  it('restores every table and leaves no scratch database behind', async () => {
    const { status, document } = await cli.json<{ tables: { table: string; same: boolean }[] }>('drill', 'restore');
    expect(status).toBe(0);
    expect(document.tables.filter(({ same }) => !same)).toEqual([]);
    expect(document.tables.map(({ table }) => table)).toContain('ai_analysis_results');
    const left = await system.query(`select datname from pg_database where datname like 'vocalborn_drill_%'`);
    expect(left).toEqual([]);
  });

  it('is written as one page, or as Markdown', async () => {
    const html = (await cli.run('report', '--window', '1h')).out;
    expect(html.match(/<svg/g)).toHaveLength(8);
    expect(html).not.toMatch(/(?:src|href)="/);
    expect((await cli.run('report', '--window', '1h', '--format', 'md')).out).toMatch(/\| Success rate \| [\d.]+% \|/);
  });
});

describe('the exit status', () => {
  it('tells wrong use, credentials that are refused, and what cannot be reached', async () => {
    expect((await cli.run('nonsense')).status).toBe(2);
    expect((await cli.run('tasks', 'list', '--state', 'LOST')).err).toContain('the states are PENDING');
    expect(await cli.run('--help')).toMatchObject({ status: 0 });
    const stranger = new Vocalborn(system, { VOCALBORN_TOKEN: system.tokens.patient });
    expect(await stranger.run('status')).toMatchObject({ status: 2 });
    const lost = new Vocalborn(system, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });
    expect(await lost.run('report')).toMatchObject({ status: 3 });
    const gone = await cli.json<{ error: string }>('status', '--monitor', 'http://127.0.0.1:1');
    expect(gone).toMatchObject({ status: 3, document: { error: 'the monitor at http://127.0.0.1:1 does not answer' } });
  });
});
