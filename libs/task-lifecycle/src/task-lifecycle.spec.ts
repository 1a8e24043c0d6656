import { connectDatabase, migrate, seed, seedIds, type DataSource } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { isFinal, stateRank, TaskError, type TaskSnapshot } from '@vocalborn/task';
import { freshDatabase, freshRedisUrl } from '@vocalborn/system-harness';
import { findResult, findTask } from '@vocalborn/task-ledger';
import { connectResultCache, TaskMeta, type Redis } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName, queueOptions } from '@vocalborn/task-queue';
import Bull from 'bull';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotDueError } from './start.js';
import { TryLostError, type RunningTry } from './running-try.js';
import { TaskLifecycle } from './task-lifecycle.js';

const logger = createLogger({ name: 'test', level: 'fatal' });
let database: DataSource;
let redis: Redis;
let meta: TaskMeta;
let bull: Bull.Queue;
let lifecycle: TaskLifecycle;

beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 10, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  redis = await connectResultCache(await freshRedisUrl(), 'test', () => undefined);
  meta = new TaskMeta(redis);
  const brokerUrl = await freshRedisUrl();
  bull = new Bull(queueName, queueOptions({ brokerUrl, role: 'producer', connectionName: 'test' }));
  lifecycle = new TaskLifecycle({ database, meta, queue: await AnalysisQueue.open(bull), logger }, 0.001);
});
afterAll(async () => {
  await bull.close();
  redis.disconnect();
  await database.destroy();
});

const result = { analysisResult: { overall_score: 1 }, analysisModelVersion: '1', audioDurationSeconds: 1 };

async function accepted(): Promise<string> {
  const practiceRecordId = randomUUID();
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [practiceRecordId, seedIds.patient, seedIds.chineseSentence],
  );
  const acceptance = await lifecycle.accept({
    taskId: randomUUID(),
    caller: { userId: seedIds.patient, role: 'patient' },
    practiceRecordId,
    params: {},
    idempotency: null,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.taskId;
}

async function started(taskId: string): Promise<RunningTry> {
  await makeDue(taskId);
  const taken = await lifecycle.start(taskId, 'worker@one');
  if (!taken) throw new Error('nothing to run');
  return taken.run;
}

/** Lets the time pass until the task's next try. */
async function makeDue(taskId: string): Promise<void> {
  await database.query(`update ai_analysis_tasks set next_retry_at = now() where task_id = $1 and status = 'RETRY'`, [
    taskId,
  ]);
}

describe('a task', () => {
  it('is in the ledger, in the queue and in the cache as soon as it is accepted', async () => {
    const taskId = await accepted();
    expect(await findTask(database, taskId)).toMatchObject({ status: 'PENDING' });
    expect(await meta.read(taskId)).toMatchObject({ status: 'PENDING', step: 'queued' });
    expect(await bull.getJob(taskId)).toMatchObject({ name: 'analyze_audio' });
  });

  it('shows the same in the cache and in the ledger when it has succeeded', async () => {
    const taskId = await accepted();
    const run = await started(taskId);
    await run.reach('downloading_audio');
    await run.reach('scoring');
    expect(await run.succeed(result)).toEqual({ end: 'success' });
    const [cached, kept] = [await meta.read(taskId), await findTask(database, taskId)];
    expect(cached).toMatchObject({ status: 'SUCCESS', progress: 100, resultId: kept?.resultId });
    const names = (task: TaskSnapshot | null) => task?.steps.map((mark) => mark.step);
    expect(names(cached)).toEqual(['initialising', 'downloading_audio', 'scoring', 'completed']);
    expect(names(kept)).toEqual(names(cached));
  });

  it('keeps kind, counts, time and traceback while it waits for a retry, and drops them when it runs again', async () => {
    const taskId = await accepted();
    const run = await started(taskId);
    const end = await run.fail(new TaskError('ai_service', 'The AI service is away.', { retryAfterMs: 5_000 }));
    expect(end).toEqual({ end: 'retry', dueAt: expect.any(Number) as number });
    expect((end as { dueAt: number }).dueAt - Date.now()).toBeGreaterThan(4_000);
    const waiting = await meta.read(taskId);
    expect(waiting).toMatchObject({ status: 'RETRY', retryCount: 1, maxRetries: 3 });
    expect(waiting?.error).toEqual({ kind: 'ai_service', message: 'The AI service is away.' });
    expect(waiting?.traceback).toContain('TaskError');
    await started(taskId);
    expect(await meta.read(taskId)).toMatchObject({ status: 'PROCESSING', error: null, nextRetryAt: null });
  });

  it('tells users nothing of addresses and code, and operators everything', async () => {
    const taskId = await accepted();
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:8001');
    await (await started(taskId)).fail(new Error('fetch failed', { cause }));
    const task = await findTask(database, taskId);
    expect(task?.error?.message).not.toMatch(/10\.0\.0\.7|fetch/);
    expect(task?.traceback).toContain('caused by: Error: connect ECONNREFUSED 10.0.0.7:8001');
  });

  it('ends as FAILURE after as many retries as its kind allows', async () => {
    const taskId = await accepted();
    const ends = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      ends.push((await (await started(taskId)).fail(new TaskError('ai_service', 'away'))).end);
    }
    expect(ends).toEqual(['retry', 'retry', 'retry', 'failure']);
    expect(await lifecycle.start(taskId, 'worker@one')).toBeNull();
  });

  it('is given up when it keeps killing its workers', async () => {
    const taskId = await accepted();
    for (let lost = 0; lost <= 5; lost += 1) await started(taskId);
    expect(await lifecycle.start(taskId, 'worker@one')).toBeNull();
    expect(await meta.read(taskId)).toMatchObject({ status: 'FAILURE', error: { kind: 'unclassified' } });
  });

  it('is taken from a worker that still runs it, who finds out at the next step', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await started(taskId);
    await expect(zombie.reach('scoring')).rejects.toThrow(TryLostError);
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
  });

  it('is not run before its time when the queue delivers it early', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    await expect(lifecycle.start(taskId, 'worker@fast-clock')).rejects.toThrow(NotDueError);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'RETRY', attempt: 1 });
  });

  it('ends at once when it is cancelled, leaves the queue, and frees its record', async () => {
    const taskId = await accepted();
    expect(await lifecycle.cancel(taskId)).toMatchObject({ status: 'REVOKED' });
    expect(await bull.getJob(taskId)).toBeNull();
    expect(await meta.read(taskId)).toMatchObject({ status: 'REVOKED', step: 'revoked' });
    expect(await lifecycle.cancel(taskId)).toBeNull();
    expect(await lifecycle.start(taskId, 'worker@one')).toBeNull();
  });

  it('takes no word of its worker any more once it is cancelled', async () => {
    const taskId = await accepted();
    const run = await started(taskId);
    await lifecycle.cancel(taskId);
    await expect(run.reach('scoring')).rejects.toThrow(TryLostError);
    expect(await run.succeed(result)).toEqual({ end: 'lost' });
    expect(await findResult(database, taskId)).toBeNull();
  });

  it('runs again from the beginning when a person asks for it, and earlier workers stay fenced off', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await lifecycle.cancel(taskId);
    expect(await lifecycle.reopen(taskId)).toMatchObject({ outcome: 'reopened', snapshot: { status: 'PENDING' } });
    expect(await meta.read(taskId)).toMatchObject({ status: 'PENDING', progress: 0, retryCount: 0, completedAt: null });
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
    expect(await lifecycle.reopen(taskId)).toEqual({ outcome: 'task-not-retryable', status: 'SUCCESS' });
  });

  it('can be given back any number of times without being taken for a killer of workers', async () => {
    const taskId = await accepted();
    for (let round = 0; round < 8; round += 1) {
      expect(await (await started(taskId)).handBack()).toEqual({ end: 'handed-back' });
    }
    expect(await meta.read(taskId)).toMatchObject({ status: 'PROCESSING', step: 'handed_over', retryCount: 0 });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
  });

  it('can be ended in the place of a worker that was ended by force, unless it has moved on', async () => {
    const taskId = await accepted();
    await started(taskId);
    const inItsPlace = await lifecycle.takeOver({ taskId, attempt: 1 });
    expect(await inItsPlace?.fail(new TaskError('timeout', 'too long'))).toMatchObject({ end: 'retry' });
    expect(await lifecycle.takeOver({ taskId, attempt: 1 })).toBeNull();
  });

  it('carries on when the result cache loses everything in mid-run', async () => {
    const taskId = await accepted();
    const run = await started(taskId);
    await redis.flushdb();
    await run.reach('scoring');
    expect(await meta.read(taskId)).toMatchObject({ status: 'PROCESSING', step: 'scoring' });
    expect(await run.succeed(result)).toEqual({ end: 'success' });
  });
});

describe('whatever the order in which deliveries, steps and endings of all attempts happen', () => {
  const action = fc.record({
    verb: fc.constantFrom(
      'deliver',
      'reach',
      'succeed',
      'fail',
      'fail for good',
      'hand back',
      'cancel',
      'reopen',
      'flush cache',
    ),
    who: fc.nat(5),
  });

  it('a task ends at most once, has one result if and only if it succeeded, and never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 14 }), async (actions) => {
        const taskId = await accepted();
        const tries: RunningTry[] = [];
        let endings = 0;
        let reopenings = 0;
        let before = await findTask(database, taskId);
        for (const { verb, who } of actions) {
          endings += await act(verb, taskId, tries, who);
          const now = await findTask(database, taskId);
          expect(orderOf(now)).toBeGreaterThanOrEqual(orderOf(before));
          const reopened = before !== null && isFinal(before.status) && now?.status === 'PENDING';
          reopenings += reopened ? 1 : 0;
          if (reopened) expect(verb).toBe('reopen');
          else if (before && isFinal(before.status)) expect(now).toEqual(before);
          before = now;
        }
        expect(endings).toBe(reopenings + (before && isFinal(before.status) ? 1 : 0));
        expect((await findResult(database, taskId)) !== null).toBe(before?.status === 'SUCCESS');
      }),
      { numRuns: 60 },
    );
  });
});

/** Does one thing in the name of one of the tries so far; returns 1 when it ended the task. */
async function act(verb: string, taskId: string, tries: RunningTry[], who: number): Promise<number> {
  if (verb === 'flush cache') await redis.flushdb();
  if (verb === 'deliver') {
    await makeDue(taskId);
    const taken = await lifecycle.start(taskId, `worker@${tries.length}`);
    if (taken) tries.push(taken.run);
    return taken === null && (await findTask(database, taskId))?.traceback?.includes('were lost') ? 1 : 0;
  }
  if (verb === 'cancel') return (await lifecycle.cancel(taskId)) ? 1 : 0;
  if (verb === 'reopen') await lifecycle.reopen(taskId);
  const run = tries[who % Math.max(1, tries.length)];
  if (!run) return 0;
  if (verb === 'hand back') await run.handBack();
  if (verb === 'reach') await run.reach('scoring').catch(() => undefined);
  if (verb === 'succeed') return (await run.succeed(result)).end === 'success' ? 1 : 0;
  if (verb === 'fail') return (await run.fail(new TaskError('network', 'away'))).end === 'failure' ? 1 : 0;
  if (verb === 'fail for good') return (await run.fail(new TaskError('file', 'damaged'))).end === 'failure' ? 1 : 0;
  return 0;
}

const orderOf = (task: TaskSnapshot | null): number => (task ? task.attempt * 10 + stateRank[task.status] : -1);
