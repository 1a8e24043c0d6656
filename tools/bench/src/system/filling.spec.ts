import { Database, migrate, seed, seedIds } from '@vocalborn/database';
import { freshDatabase, freshRedisUrl } from '@vocalborn/system-harness';
import { findTask, listStaleTasks } from '@vocalborn/task-ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerWrites } from '../bare-worker/ledger-writes.js';
import { addHistory } from './history.js';
import { fillQueue } from './long-queue.js';
import { makeRecords } from './records.js';
import { Side } from './side.js';

let database: Database;
let side: Side;

beforeAll(async () => {
  const databaseUrl = await freshDatabase();
  database = new Database({ url: databaseUrl, poolSize: 2, applicationName: 'bench spec' });
  await migrate(database);
  await seed(database);
  const redisUrl = await freshRedisUrl();
  const programs = { startGateway: () => Promise.reject(new Error()), startWorkers: () => Promise.resolve([]) };
  const addresses = { databaseUrl, brokerUrl: redisUrl, resultBackendUrl: redisUrl };
  side = new Side('product', 'token', addresses, programs, { postgres: process.pid, redis: process.pid });
});
afterAll(async () => {
  await side.stop();
  await database.close();
});

const countOf = async (table: string): Promise<number> => {
  const [row] = await side.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return row?.count ?? NaN;
};

describe('the stored tasks', () => {
  it('are added until there are so many, with results and events', async () => {
    await makeRecords(side, 30);
    await addHistory(side, 100, () => undefined);
    await addHistory(side, 200, () => undefined);
    expect(await countOf('ai_analysis_tasks')).toBe(200);
    expect(await countOf('ai_analysis_results')).toBe(180);
    expect(await countOf('ai_analysis_task_events')).toBe(1_000);
  });

  it('are tasks as the ledger knows them', async () => {
    const [{ id } = { id: '' }] = await side.query<{ id: string }>(
      `select task_id as id from ai_analysis_tasks where status = 'SUCCESS' limit 1`,
    );
    const task = await findTask(database, id);
    expect(task?.steps.map(({ step }) => step)).toContain('measuring');
    expect(task).toMatchObject({ status: 'SUCCESS', progress: 100, userId: seedIds.patient });
  });
});

describe('a long queue', () => {
  it('has a job for each task that waits, and can be dropped', async () => {
    await fillQueue(side, 20, () => undefined);
    expect(await side.queue.unfinished()).toBe(20);
    const query = { limit: 100, after: null, waitingForMs: -60_000, runningForMs: 0, waitingSince: null };
    expect(await listStaleTasks(database, query)).toHaveLength(20);
    await side.dropWaiting();
    expect(await side.queue.unfinished()).toBe(0);
    expect(await countOf('ai_analysis_tasks')).toBe(200);
  });

  it('counts the jobs that are held back', async () => {
    await side.queue.hold();
    await fillQueue(side, 3, () => undefined);
    expect(await side.queue.unfinished()).toBe(3);
    await side.queue.release();
    expect(await side.queue.unfinished()).toBe(3);
  });
});

describe('the bare worker', () => {
  it('leaves the rows that the product leaves', async () => {
    await side.clear();
    await fillQueue(side, 1, () => undefined);
    const [{ id } = { id: '' }] = await side.query<{ id: string }>('select task_id as id from ai_analysis_tasks');
    await side.query(`insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, 0, 'PENDING', 0, 'queued' from ai_analysis_tasks`);
    const writes = new LedgerWrites(database.pool, 'bare@host');
    const claim = await writes.claim(id);
    await writes.step(id, 60, 'measuring');
    await writes.end(id, claim.practice_record_id, crypto.randomUUID(), {
      analysis_model_version: 'x',
      overall_score: 1,
    });
    const task = await findTask(database, id);
    expect(task).toMatchObject({ status: 'SUCCESS', attempt: 1, progress: 100, workerName: 'bare@host' });
    expect(task?.steps.map(({ step }) => step)).toEqual(['initialising', 'measuring', 'completed']);
    expect(await countOf('ai_analysis_results')).toBe(1);
  });
});

it('removes all tasks and the records of the run, but not the development data', async () => {
  await side.clear();
  expect(await countOf('ai_analysis_tasks')).toBe(0);
  expect(await countOf('practice_records')).toBe(3);
  expect(await side.queue.unfinished()).toBe(0);
});
