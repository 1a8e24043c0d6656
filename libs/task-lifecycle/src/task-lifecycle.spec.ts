import { connectDatabase, Database, migrate, seed, seedIds } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { isFinal, stateRank, TaskError, type TaskSnapshot } from '@vocalborn/task';
import { freshDatabase, freshRedisUrl } from '@vocalborn/system-harness';
import { findResult, findTask } from '@vocalborn/task-ledger';
import { connectResultCache, ResultCache, resultCacheKey, type Redis } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName, queueOptions } from '@vocalborn/task-queue';
import Bull from 'bull';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AttemptLostError, type Attempt } from './attempt.js';
import { NotDueError, TaskLifecycle } from './task-lifecycle.js';

const logger = createLogger({ name: 'test', level: 'fatal' });
let database: Database;
let redis: Redis;
let cache: ResultCache;
let bull: Bull.Queue;
let queue: AnalysisQueue;
let lifecycle: TaskLifecycle;

beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 10, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  redis = await connectResultCache(await freshRedisUrl(), 'test', () => undefined);
  cache = new ResultCache(redis);
  const brokerUrl = await freshRedisUrl();
  bull = new Bull(queueName, queueOptions({ brokerUrl, role: 'producer', connectionName: 'test' }));
  queue = await AnalysisQueue.open(bull);
  lifecycle = new TaskLifecycle({ database, cache, queue, logger }, 0.001);
});
afterAll(async () => {
  await bull.close();
  redis.disconnect();
  await database.close();
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
  return acceptance.snapshot.taskId;
}

async function started(taskId: string): Promise<Attempt> {
  await makeDue(taskId);
  const taken = await lifecycle.start(taskId, 'worker@one');
  if (!taken) throw new Error('nothing to run');
  return taken.attempt;
}

/** Makes the task's retry due. */
async function makeDue(taskId: string): Promise<void> {
  await database.query(`update ai_analysis_tasks set next_retry_at = now() where task_id = $1 and status = 'RETRY'`, [
    taskId,
  ]);
}

describe('a task', () => {
  it('is in the ledger, the queue and the cache when it is accepted', async () => {
    const taskId = await accepted();
    expect(await findTask(database, taskId)).toMatchObject({ status: 'PENDING' });
    expect(await cache.read(taskId)).toMatchObject({ status: 'PENDING', step: 'queued' });
    expect(await bull.getJob(taskId)).toMatchObject({ name: 'analyze_audio' });
  });

  it('has the same steps in the cache and in the ledger after a success', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    await attempt.reach('downloading_audio');
    await attempt.reach('scoring');
    expect(await attempt.succeed(result)).toEqual({ end: 'success' });
    const [cached, stored] = [await cache.read(taskId), await findTask(database, taskId)];
    expect(cached).toMatchObject({ status: 'SUCCESS', progress: 100, resultId: stored?.resultId });
    const names = (task: TaskSnapshot | null) => task?.steps.map((mark) => mark.step);
    expect(names(cached)).toEqual(['initialising', 'downloading_audio', 'scoring', 'completed']);
    expect(names(stored)).toEqual(names(cached));
  });

  it('has kind, counts, due time and traceback while it waits for a retry, and none of them in the next attempt', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    const end = await attempt.fail(new TaskError('ai_service', 'The AI service is away.', { retryAfterMs: 5_000 }));
    expect(end).toEqual({ end: 'retry', dueAt: expect.any(Number) as number });
    expect((end as { dueAt: number }).dueAt - Date.now()).toBeGreaterThan(4_000);
    const waiting = await cache.read(taskId);
    expect(waiting).toMatchObject({ status: 'RETRY', retryCount: 1, maxRetries: 3 });
    expect(waiting?.error).toEqual({ kind: 'ai_service', message: 'The AI service is away.' });
    expect(waiting?.traceback).toContain('TaskError');
    await started(taskId);
    expect(await cache.read(taskId)).toMatchObject({ status: 'PROCESSING', error: null, nextRetryAt: null });
  });

  it('shows users no address and no code, and operators the whole error', async () => {
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

  it('fails when it loses its worker after five takeovers', async () => {
    const taskId = await accepted();
    for (let lost = 0; lost <= 5; lost += 1) await started(taskId);
    expect(await lifecycle.start(taskId, 'worker@one')).toBeNull();
    expect(await cache.read(taskId)).toMatchObject({ status: 'FAILURE', error: { kind: 'unclassified' } });
  });

  it('fences off an earlier worker, which learns of it at its next step', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await started(taskId);
    await expect(zombie.reach('scoring')).rejects.toThrow(AttemptLostError);
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
  });

  it('is not run when the queue delivers it before its retry is due', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    await expect(lifecycle.start(taskId, 'worker@fast-clock')).rejects.toThrow(NotDueError);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'RETRY', attempt: 1 });
  });

  it('shows its retry in the cache again when the queue delivers it too early', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    await redis.del(resultCacheKey(taskId));
    await expect(lifecycle.start(taskId, 'worker@one')).rejects.toThrow(NotDueError);
    expect(await cache.read(taskId)).toEqual(await findTask(database, taskId));
  });

  it('keeps the attempt that another worker started between the two statements of a start', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    let healthy: Attempt | undefined;
    const frozen = new Database({ ...database.options, poolSize: 1 });
    const run = vi.spyOn(frozen.pool, 'query').mockImplementationOnce(async () => {
      // The claim matched no row. The process freezes here, and the other worker claims the task.
      healthy = await started(taskId);
      return { rows: [] };
    });
    const late = new TaskLifecycle({ database: frozen, cache, queue, logger });
    expect(await late.start(taskId, 'worker@frozen')).toBeNull();
    expect(run).toHaveBeenCalledTimes(3);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'PROCESSING', attempt: 2 });
    expect(await healthy!.succeed(result)).toEqual({ end: 'success' });
    await frozen.close();
  });

  it('shows the steps that were taken before it was cancelled', async () => {
    const taskId = await accepted();
    await (await started(taskId)).reach('scoring');
    await lifecycle.flush();
    await lifecycle.cancel(taskId);
    expect((await cache.read(taskId))?.steps.map(({ step }) => step)).toEqual(['initialising', 'scoring']);
  });

  it('ends and leaves the queue when it is cancelled', async () => {
    const taskId = await accepted();
    expect(await lifecycle.cancel(taskId)).toMatchObject({ status: 'REVOKED' });
    expect(await bull.getJob(taskId)).toBeNull();
    expect(await cache.read(taskId)).toMatchObject({ status: 'REVOKED', step: 'revoked' });
    expect(await lifecycle.cancel(taskId)).toBeNull();
    expect(await lifecycle.start(taskId, 'worker@one')).toBeNull();
  });

  it('takes no step and no ending of its worker after it was cancelled', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    await lifecycle.cancel(taskId);
    await expect(attempt.reach('scoring')).rejects.toThrow(AttemptLostError);
    expect(await attempt.succeed(result)).toEqual({ end: 'lost' });
    expect(await findResult(database, taskId)).toBeNull();
  });

  it('starts anew in a rerun, and earlier attempts stay fenced off', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await lifecycle.cancel(taskId);
    expect(await lifecycle.rerun(taskId)).toMatchObject({ outcome: 'rerun', snapshot: { status: 'PENDING' } });
    expect(await cache.read(taskId)).toMatchObject({
      status: 'PENDING',
      progress: 0,
      retryCount: 0,
      completedAt: null,
    });
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
    expect(await lifecycle.rerun(taskId)).toEqual({ outcome: 'task-not-retryable', status: 'SUCCESS' });
  });

  it('can be handed back any number of times', async () => {
    const taskId = await accepted();
    for (let round = 0; round < 8; round += 1) {
      expect(await (await started(taskId)).handBack()).toEqual({ end: 'handed-back' });
    }
    expect(await cache.read(taskId)).toMatchObject({ status: 'PROCESSING', step: 'handed_over', retryCount: 0 });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
  });

  it('can be ended on behalf of a killed worker, unless it has moved on', async () => {
    const taskId = await accepted();
    await started(taskId);
    const inItsPlace = await lifecycle.takeOver({ taskId, attempt: 1 });
    expect(await inItsPlace?.fail(new TaskError('timeout', 'too long'))).toMatchObject({ end: 'retry' });
    expect(await lifecycle.takeOver({ taskId, attempt: 1 })).toBeNull();
  });

  it('goes on when the result cache loses all entries during an attempt', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    await redis.flushdb();
    await attempt.reach('scoring');
    expect(await cache.read(taskId)).toMatchObject({ status: 'PROCESSING', step: 'scoring' });
    expect(await attempt.succeed(result)).toEqual({ end: 'success' });
  });
});

describe('in any order of deliveries, steps and endings of all attempts', () => {
  const action = fc.record({
    verb: fc.constantFrom(
      'deliver',
      'reach',
      'succeed',
      'fail',
      'fail for good',
      'hand back',
      'cancel',
      'rerun',
      'flush cache',
    ),
    who: fc.nat(5),
  });

  it('a task ends at most once, has a result exactly when it succeeded, and never moves backwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 14 }), async (actions) => {
        const taskId = await accepted();
        const attempts: Attempt[] = [];
        let endings = 0;
        let reruns = 0;
        let before = await findTask(database, taskId);
        for (const { verb, who } of actions) {
          endings += await act(verb, taskId, attempts, who);
          await lifecycle.flush();
          const now = await findTask(database, taskId);
          expect(orderOf(now)).toBeGreaterThanOrEqual(orderOf(before));
          const rerun = before !== null && isFinal(before.status) && now?.status === 'PENDING';
          reruns += rerun ? 1 : 0;
          if (rerun) expect(verb).toBe('rerun');
          else if (before && isFinal(before.status)) expect(now).toEqual(before);
          before = now;
        }
        expect(endings).toBe(reruns + (before && isFinal(before.status) ? 1 : 0));
        expect((await findResult(database, taskId)) !== null).toBe(before?.status === 'SUCCESS');
      }),
      { numRuns: 60 },
    );
  });
});

/** Performs one action on behalf of one of the attempts; returns 1 when it ended the task. */
async function act(verb: string, taskId: string, attempts: Attempt[], who: number): Promise<number> {
  if (verb === 'flush cache') await redis.flushdb();
  if (verb === 'deliver') {
    await makeDue(taskId);
    const taken = await lifecycle.start(taskId, `worker@${attempts.length}`);
    if (taken) attempts.push(taken.attempt);
    return taken === null && (await findTask(database, taskId))?.traceback?.includes('lost their worker') ? 1 : 0;
  }
  if (verb === 'cancel') return (await lifecycle.cancel(taskId)) ? 1 : 0;
  if (verb === 'rerun') await lifecycle.rerun(taskId);
  const attempt = attempts[who % Math.max(1, attempts.length)];
  if (!attempt) return 0;
  if (verb === 'hand back') await attempt.handBack();
  if (verb === 'reach') await attempt.reach('scoring').catch(() => undefined);
  if (verb === 'succeed') return (await attempt.succeed(result)).end === 'success' ? 1 : 0;
  if (verb === 'fail') return (await attempt.fail(new TaskError('network', 'away'))).end === 'failure' ? 1 : 0;
  if (verb === 'fail for good') return (await attempt.fail(new TaskError('file', 'damaged'))).end === 'failure' ? 1 : 0;
  return 0;
}

const orderOf = (task: TaskSnapshot | null): number => (task ? task.attempt * 10 + stateRank[task.status] : -1);
