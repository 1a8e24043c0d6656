import { Database } from '@vocalborn/database';
import { resultCacheKey } from '@vocalborn/result-cache';
import { waitFor } from '@vocalborn/system-harness';
import { TaskError, type TaskSnapshot } from '@vocalborn/task';
import { findResult, findTask } from '@vocalborn/task-ledger';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AttemptLostError, type Attempt } from './attempt.js';
import { LifecycleStage, result } from './fixtures/lifecycle-stage.js';
import { NotDueError, TaskLifecycle } from './task-lifecycle.js';

let stage: LifecycleStage;
beforeAll(async () => {
  stage = await LifecycleStage.open();
});
afterAll(() => stage.close());

const accepted = () => stage.accepted();
const started = (taskId: string) => stage.started(taskId);

/** Reports steps until the attempt is told that it owns its task no longer. */
async function learnsThatItIsLost(attempt: Attempt): Promise<void> {
  const steps = ['decoding', 'measuring', 'comparing', 'scoring'] as const;
  let reported = 0;
  const isLost = (): boolean => {
    try {
      attempt.reach(steps[reported++ % steps.length]!);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(AttemptLostError);
      return true;
    }
  };
  await waitFor(isLost, { what: 'the attempt to be lost' });
}

describe('a task', () => {
  it('is in the ledger, the queue and the cache when it is accepted', async () => {
    const taskId = await accepted();
    expect(await findTask(stage.database, taskId)).toMatchObject({ status: 'PENDING' });
    expect(await stage.cache.read(taskId)).toMatchObject({ status: 'PENDING', step: 'queued' });
    expect(await stage.bull.getJob(taskId)).toMatchObject({ name: 'analyze_audio' });
  });

  it('shows each attempt from its claim on, and the newest of its steps soon', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    const shows = (step: string) => async () => (await stage.cache.read(taskId))?.step === step;
    await waitFor(shows('initialising'), { what: 'the cache to show the claim' });
    for (const step of ['downloading_audio', 'calling_ai_service', 'decoding', 'scoring'] as const) attempt.reach(step);
    await waitFor(shows('scoring'), { what: 'the cache to show the last step' });
    const steps = (await stage.cache.read(taskId))?.steps.map(({ step }) => step);
    expect(steps).toEqual(['initialising', 'downloading_audio', 'calling_ai_service', 'decoding', 'scoring']);
  });

  it('has the same steps in the cache and in the ledger after a success', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    attempt.reach('downloading_audio');
    attempt.reach('scoring');
    expect(await attempt.succeed(result)).toEqual({ end: 'success' });
    const [cached, stored] = [await stage.cache.read(taskId), await findTask(stage.database, taskId)];
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
    const waiting = await stage.cache.read(taskId);
    expect(waiting).toMatchObject({ status: 'RETRY', retryCount: 1, maxRetries: 3 });
    expect(waiting?.error).toEqual({ kind: 'ai_service', message: 'The AI service is away.' });
    expect(waiting?.traceback).toContain('TaskError');
    await started(taskId);
    const shows = async () => (await stage.cache.read(taskId))?.status === 'PROCESSING';
    await waitFor(shows, { what: 'the cache to show the next attempt' });
    expect(await stage.cache.read(taskId)).toMatchObject({ attempt: 2, error: null, nextRetryAt: null });
  });

  it('shows users no address and no code, and operators the whole error', async () => {
    const taskId = await accepted();
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:8001');
    await (await started(taskId)).fail(new Error('fetch failed', { cause }));
    const task = await findTask(stage.database, taskId);
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
    expect(await stage.lifecycle.start(taskId, 'worker@one')).toBeNull();
  });

  it('fails when it loses its worker after five takeovers', async () => {
    const taskId = await accepted();
    for (let lost = 0; lost <= 5; lost += 1) await started(taskId);
    expect(await stage.lifecycle.start(taskId, 'worker@one')).toBeNull();
    expect(await stage.cache.read(taskId)).toMatchObject({ status: 'FAILURE', error: { kind: 'unclassified' } });
  });

  it('fences off an earlier worker, which learns of it at one of its next steps', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await started(taskId);
    await learnsThatItIsLost(zombie);
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
  });

  it('is not run when the queue delivers it before its retry is due', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    await expect(stage.lifecycle.start(taskId, 'worker@fast-clock')).rejects.toThrow(NotDueError);
    expect(await findTask(stage.database, taskId)).toMatchObject({ status: 'RETRY', attempt: 1 });
  });

  it('shows its retry in the cache again when the queue delivers it too early', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    await stage.redis.del(resultCacheKey(taskId));
    await expect(stage.lifecycle.start(taskId, 'worker@one')).rejects.toThrow(NotDueError);
    expect(await stage.cache.read(taskId)).toEqual(await findTask(stage.database, taskId));
  });

  it('keeps the attempt that another worker started between the two statements of a start', async () => {
    const taskId = await accepted();
    await (await started(taskId)).fail(new TaskError('ai_service', 'away', { retryAfterMs: 60_000 }));
    let healthy: Attempt | undefined;
    const { cache, queue, logger } = stage;
    const frozen = new Database({ ...stage.database.options, poolSize: 1 });
    // The claim matched no row. The process freezes here, and the other worker claims the task.
    const claimInVain = started(taskId).then((attempt) => {
      healthy = attempt;
      return { rows: [] };
    });
    const run = vi.spyOn(frozen.pool, 'query').mockReturnValueOnce(claimInVain as never);
    const late = new TaskLifecycle({ database: frozen, cache, queue, logger });
    expect(await late.start(taskId, 'worker@frozen')).toBeNull();
    expect(run).toHaveBeenCalledTimes(3);
    expect(await findTask(stage.database, taskId)).toMatchObject({ status: 'PROCESSING', attempt: 2 });
    expect(await healthy!.succeed(result)).toEqual({ end: 'success' });
    await frozen.close();
  });

  it('shows the steps that were taken before it was cancelled', async () => {
    const taskId = await accepted();
    (await started(taskId)).reach('scoring');
    await stage.lifecycle.flush();
    await stage.lifecycle.cancel(taskId);
    expect((await stage.cache.read(taskId))?.steps.map(({ step }) => step)).toEqual(['initialising', 'scoring']);
  });

  it('ends and leaves the queue when it is cancelled', async () => {
    const taskId = await accepted();
    expect(await stage.lifecycle.cancel(taskId)).toMatchObject({ status: 'REVOKED' });
    expect(await stage.bull.getJob(taskId)).toBeNull();
    expect(await stage.cache.read(taskId)).toMatchObject({ status: 'REVOKED', step: 'revoked' });
    expect(await stage.lifecycle.cancel(taskId)).toBeNull();
    expect(await stage.lifecycle.start(taskId, 'worker@one')).toBeNull();
  });

  it('takes no step and no ending of its worker after it was cancelled', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    await stage.lifecycle.cancel(taskId);
    await learnsThatItIsLost(attempt);
    expect(await attempt.succeed(result)).toEqual({ end: 'lost' });
    expect(await findResult(stage.database, taskId)).toBeNull();
  });

  it('starts anew in a rerun, and earlier attempts stay fenced off', async () => {
    const taskId = await accepted();
    const zombie = await started(taskId);
    await stage.lifecycle.cancel(taskId);
    expect(await stage.lifecycle.rerun(taskId)).toMatchObject({ outcome: 'rerun', snapshot: { status: 'PENDING' } });
    expect(await stage.cache.read(taskId)).toMatchObject({
      status: 'PENDING',
      progress: 0,
      retryCount: 0,
      completedAt: null,
    });
    expect(await zombie.succeed(result)).toEqual({ end: 'lost' });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
    expect(await stage.lifecycle.rerun(taskId)).toEqual({ outcome: 'task-not-retryable', status: 'SUCCESS' });
  });

  it('can be handed back any number of times', async () => {
    const taskId = await accepted();
    for (let round = 0; round < 8; round += 1) {
      expect(await (await started(taskId)).handBack()).toEqual({ end: 'handed-back' });
    }
    expect(await stage.cache.read(taskId)).toMatchObject({ status: 'PROCESSING', step: 'handed_over', retryCount: 0 });
    expect(await (await started(taskId)).succeed(result)).toEqual({ end: 'success' });
  });

  it('can be ended on behalf of a killed worker, unless it has moved on', async () => {
    const taskId = await accepted();
    await started(taskId);
    const inItsPlace = await stage.lifecycle.takeOver({ taskId, attempt: 1 });
    expect(await inItsPlace?.fail(new TaskError('timeout', 'too long'))).toMatchObject({ end: 'retry' });
    expect(await stage.lifecycle.takeOver({ taskId, attempt: 1 })).toBeNull();
  });

  it('goes on when the result cache loses all entries during an attempt', async () => {
    const taskId = await accepted();
    const attempt = await started(taskId);
    await stage.redis.flushdb();
    attempt.reach('scoring');
    const shown = async () => (await stage.cache.read(taskId))?.step === 'scoring';
    await waitFor(shown, { what: 'the cache to show the step' });
    expect(await stage.cache.read(taskId)).toMatchObject({ status: 'PROCESSING', attempt: 1 });
    expect(await attempt.succeed(result)).toEqual({ end: 'success' });
  });
});
