import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase, freshRedisUrl, temporaryFolder } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DrilledSystem } from './drilled-system.js';
import { agrees, countOpen, databaseTime, readCache, readRows } from './evidence.js';
import { explainStuck } from './explain-stuck.js';
import type { TaskRow } from './judge.js';

const logs = temporaryFolder('drill-logs');
let database: Database;
let redis: Redis;
let drilled: DrilledSystem;

beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  redis = new Redis(await freshRedisUrl());
  drilled = {
    sql: (text: string) => database.query(text),
    redis: (_: number, ask: (client: Redis) => Promise<unknown>) => ask(redis),
    system: { logFolder: logs.path },
  } as unknown as DrilledSystem;
});
afterAll(async () => {
  redis.disconnect();
  await database.close();
  logs.remove();
});
beforeEach(() => redis.flushdb());

async function task(status: 'PENDING' | 'FAILURE' | 'SUCCESS', createdAt = 'now()'): Promise<string> {
  const [taskId, recordId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [recordId, seedIds.patient, seedIds.chineseSentence],
  );
  const ended = status === 'PENDING' ? 'null' : "'2026-01-01T00:00:01Z'";
  const fault = status === 'FAILURE' ? `'file', 'damaged', 0` : 'null, null, null';
  const success = status === 'SUCCESS' ? `'${randomUUID()}', 100` : 'null, 0';
  await database.query(
    `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, attempt, created_at,
       completed_at, error_kind, error_message, max_retries, result_id, progress)
     values ($1, $2, $2, $3, $4, 2, ${createdAt}, ${ended}, ${fault}, ${success})`,
    [taskId, seedIds.patient, recordId, status],
  );
  return taskId;
}

const event = (taskId: string, attempt: number) =>
  database.query(
    `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
     values ($1, $2, 'SUCCESS', 100, 'completed')`,
    [taskId, attempt],
  );

const rowOf = (rows: readonly TaskRow[], taskId: string): TaskRow | undefined =>
  rows.find((row) => row.taskId === taskId);

describe('the rows of the ledger', () => {
  it('are those of the accepted tasks and of all created since', async () => {
    const accepted = await task('PENDING', "now() - interval '1 hour'");
    const old = await task('PENDING', "now() - interval '1 hour'");
    const since = await databaseTime(drilled);
    const created = await task('PENDING');
    const ids = (await readRows(drilled, since, [accepted])).map(({ taskId }) => taskId);
    expect(ids).toEqual(expect.arrayContaining([accepted, created]));
    expect(ids).not.toContain(old);
    expect((await readRows(drilled, since, [])).map(({ taskId }) => taskId)).toEqual([created]);
  });

  it('tell state, kind, attempt and times', async () => {
    const taskId = await task('FAILURE', "'2026-01-01T00:00:00Z'");
    expect(rowOf(await readRows(drilled, await databaseTime(drilled), [taskId]), taskId)).toMatchObject({
      ...{ status: 'FAILURE', errorKind: 'file', attempt: 2, results: 0, successesOfAnAttempt: 0 },
      ...{ createdAtMs: Date.UTC(2026, 0, 1), completedAtMs: Date.UTC(2026, 0, 1, 0, 0, 1) },
    });
  });

  it('count the successes of one attempt, not those of all', async () => {
    const taskId = await task('SUCCESS');
    const successes = async (): Promise<number | undefined> =>
      rowOf(await readRows(drilled, 'infinity', [taskId]), taskId)?.successesOfAnAttempt;
    await event(taskId, 1);
    await event(taskId, 2);
    expect(await successes()).toBe(1);
    await event(taskId, 2);
    expect(await successes()).toBe(2);
  });

  it('count the tasks that have not ended', async () => {
    const since = await databaseTime(drilled);
    expect(await countOpen(drilled, since)).toBe(0);
    await Promise.all([task('PENDING'), task('PENDING'), task('FAILURE'), task('SUCCESS')]);
    expect(await countOpen(drilled, since)).toBe(2);
  });
});

describe('the result cache', () => {
  const cache = (taskId: string, status: string) => redis.hset(`celery-task-meta-${taskId}`, 'status', status);

  it('is read for the tasks that it has', async () => {
    const [cached, missing] = [await task('PENDING'), await task('PENDING')];
    await cache(cached, 'PROCESSING');
    const rows = await readRows(drilled, 'infinity', [cached, missing]);
    expect(await readCache(drilled, rows)).toEqual(new Map([[cached, 'PROCESSING']]));
  });

  it.each([
    ['the same state of an ended task', 'FAILURE', 'FAILURE', true],
    ['no entry of an ended task', 'FAILURE', null, true],
    ['another state of an ended task', 'FAILURE', 'PROCESSING', false],
    ['another state of a task that has not ended', 'PENDING', 'PROCESSING', true],
  ] as const)('with %s agrees: %j', async (_, state, cached, expected) => {
    const taskId = await task(state);
    if (cached !== null) await cache(taskId, cached);
    expect(await agrees(drilled, await readRows(drilled, 'infinity', [taskId]))).toBe(expected);
  });
});

describe('the explanation of a stuck task', () => {
  it('shows its row, its place in the queue, its entry and its log lines', async () => {
    const taskId = await task('PENDING');
    await redis.lpush('bull:ai_analysis:wait', taskId);
    await redis.hset(`bull:ai_analysis:${taskId}`, 'name', 'analyze_audio');
    await redis.hset(`celery-task-meta-${taskId}`, { status: 'PENDING', attempt: '0' });
    await writeFile(join(logs.path, 'worker1.log'), `first\nattempt of ${taskId} started\nlast\n`);
    const lines = await explainStuck(drilled, taskId);
    expect(lines[0]).toBe(`task ${taskId}`);
    expect(lines[1]).toMatch(/Postgres {2}\{"status":"PENDING","attempt":2/);
    expect(lines[2]).toBe('  queue     in wait, lock none, job {"name":"analyze_audio"}');
    expect(lines[3]).toBe('  cache     {"status":"PENDING","attempt":"0"}');
    expect(lines.slice(4)).toEqual([`  worker1.log: attempt of ${taskId} started`]);
  });

  it.each([
    ['active', 'in active'],
    ['paused', 'in paused'],
  ])('finds it in the list %s', async (list, expected) => {
    const taskId = await task('PENDING');
    await redis.lpush(`bull:ai_analysis:${list}`, taskId);
    await redis.set(`bull:ai_analysis:${taskId}:lock`, 'token', 'PX', 60_000);
    expect((await explainStuck(drilled, taskId))[2]).toMatch(new RegExp(`${expected}, lock \\d+ ms`));
  });

  it('says that it is unknown and in no list', async () => {
    const lines = await explainStuck(drilled, randomUUID());
    expect(lines.slice(1)).toEqual(['  Postgres  null', '  queue     in no list, lock none, job {}', '  cache     {}']);
  });
});
