import { makeRecords, SlowAiService, System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { hotShareAtLeast, rowLimits, workLimits, type Operation, type WorkLimits } from './limits.js';
import { meterSettings, PostgresMeter } from './postgres-meter.js';
import { RedisMeter } from './redis-meter.js';

/** Operations of each kind. */
const count = 40;

/** Tasks of the whole run, with the one that warms up. */
const tasks = 3 * count + 1;

type Work = Readonly<Record<keyof WorkLimits, number>>;

const measured = new Map<Operation, Work>();
let rows: Record<keyof typeof rowLimits | 'hot', number>;
let hasRecovered: boolean;
let system: System;
let ai: SlowAiService;
let postgres: PostgresMeter;
let redis: RedisMeter;
let patient: GatewayClient;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const env = { 'analysis-worker': { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '2' } };
  // A pooler keeps its connections, and the rows of a connection are counted when it ends.
  system = await System.start({
    ...{ apps: [], env, postgresSettings: meterSettings, isPooled: false, topology: 'single' },
  });
  postgres = new PostgresMeter(system);
  redis = new RedisMeter(system.redis.url());
  await postgres.start();
  await redis.start();
  await measureAll();
});
afterAll(async () => {
  await postgres.stop();
  redis.stop();
  await system.stop();
  ai.stop();
});

/** Tasks one by one with an idle worker, then submissions without a worker, then a worker with a full queue. */
async function measureAll(): Promise<void> {
  const [first = '', ...records] = await makeRecords(system, tasks);
  const before = await postgres.rows();
  await Promise.all([system.startApp('api-gateway'), system.startApp('analysis-worker')]);
  patient = GatewayClient.patientOf(system);
  await Promise.all([postgres.noteIdle(), redis.noteIdle()]);
  const ended = [await runAlone(first)];
  await measure('task alone', async () => {
    for (const record of records.slice(0, count)) ended.push(await runAlone(record));
  });
  await system.app('analysis-worker').stop();
  await measure('status poll', () => inTurn(ended.slice(1), (taskId) => patient.status(taskId)));
  await measure('result read', () => inTurn(ended.slice(1), (taskId) => patient.get(`/tasks/${taskId}/result`)));
  const waiting: string[] = [];
  const submit = async (record: string): Promise<unknown> => waiting.push(await patient.analyze(record));
  await measure('submit alone', () => inTurn(records.slice(count, 2 * count), submit));
  await measure('submit together', async () => {
    let submitted: Promise<unknown> = Promise.resolve();
    await postgres.whileLocked(async () => {
      submitted = Promise.all(records.slice(2 * count).map(submit));
      // Each request goes through the gateway's event loop, behind the submissions that have arrived.
      for (let polls = 0; polls < 20; polls += 1) await patient.get('/health/live');
    });
    await submitted;
  });
  await measure('run among others', async () => {
    await system.startApp('analysis-worker');
    await postgres.untilEnded(waiting);
  });
  await Promise.all([...system.apps.values()].map((app) => app.stop()));
  const after = await postgres.rows();
  const perTask = (key: keyof typeof rows): number => (after[key] - before[key]) / tasks;
  rows = {
    inserted: perTask('inserted'),
    updated: perTask('updated'),
    deleted: perTask('deleted'),
    hot: perTask('hot'),
  };
  hasRecovered = await postgres.hasRecovered();
}

async function runAlone(record: string): Promise<string> {
  const taskId = await patient.analyze(record);
  await postgres.untilEnded([taskId]);
  return taskId;
}

async function inTurn(items: readonly string[], work: (item: string) => Promise<unknown>): Promise<void> {
  for (const item of items) await work(item);
}

/** Notes what each of the operations cost that the work consists of. */
async function measure(operation: Operation, work: () => Promise<unknown>): Promise<void> {
  await Promise.all([postgres.take(), redis.take()]);
  await work();
  const [sql, commands] = await Promise.all([postgres.take(), redis.take()]);
  const operations = operation === 'run among others' ? 2 * count : count;
  measured.set(operation, {
    statements: sql.statements / operations,
    walBytes: sql.walBytes / operations,
    redisCommands: commands.commands / operations,
    redisScriptCommands: commands.scriptCommands / operations,
    redisBytes: commands.bytes / operations,
  });
}

const limits = Object.entries(workLimits) as [Operation, WorkLimits][];

describe.each(limits)('the work of each %s', (operation, of) => {
  it.each(Object.entries(of) as [keyof WorkLimits, WorkLimits[keyof WorkLimits]][])(
    'has no more %s than its limit',
    (kind, { limit }) => {
      expect(measured.get(operation)?.[kind]).toBeLessThanOrEqual(limit);
    },
  );
});

describe('the rows of a whole task', () => {
  it.each(Object.entries(rowLimits))('that are %s stay within the limit', (kind, { limit }) => {
    expect(rows[kind as keyof typeof rowLimits]).toBeLessThanOrEqual(limit);
  });

  it('are updated within their page as often as they should be', () => {
    expect(rows.hot / rows.updated).toBeGreaterThanOrEqual(hotShareAtLeast.limit);
  });
});

it('was measured without recovery, whose work depends on the time', () => {
  expect(hasRecovered).toBe(false);
});
