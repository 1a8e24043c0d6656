import { cancelTask, claimTask, failTask, findTask, rerunTask } from '@vocalborn/task-ledger';
import { resultCacheKey } from '@vocalborn/result-cache';
import { describe, expect, it } from 'vitest';
import { correctCache, reviewCache } from './correct-cache.js';
import { failed, openStage } from './fixtures/stage.js';

const stage = await openStage();
const { database, redis, dependencies } = stage;

describe('correcting the result cache', () => {
  /** A task that ended so many seconds ago, which the cache still shows as running. */
  const endedUnseen = async (secondsAgo: number): Promise<string> => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await dependencies.cache.write(claim!.snapshot);
    await failTask(database, { ...failed, taskId, attempt: claim!.snapshot.attempt });
    await stage.endedAgo(taskId, secondsAgo);
    return taskId;
  };

  it('corrects an entry that still shows an ended task as running', async () => {
    const taskId = await endedUnseen(5);
    expect(await correctCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(taskId)).toMatchObject({ status: 'FAILURE' });
    expect(await correctCache(dependencies)).toBe(0);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'FAILURE' });
  });

  it('leaves a task that ended just now to its worker, and writes no entry that is gone', async () => {
    const now = await endedUnseen(0);
    await redis.del(resultCacheKey(await endedUnseen(5)));
    expect(await correctCache(dependencies)).toBe(0);
    await database.query(`update ai_analysis_task_events set at = at - interval '3 seconds'`);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await correctCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(now)).toMatchObject({ status: 'FAILURE' });
  });

  it('leaves the entry of a task that was rerun since it ended', async () => {
    const taskId = await endedUnseen(5);
    await rerunTask(database, taskId);
    const rerun = (await findTask(database, taskId))!;
    await dependencies.cache.write(rerun);
    expect(await correctCache(dependencies)).toBe(0);
    expect(await dependencies.cache.read(taskId)).toEqual(rerun);
  });

  it('starts at its checkpoint and reads every page of later endings', async () => {
    await endedUnseen(600);
    expect(await correctCache(dependencies)).toBe(1);
    await endedUnseen(600);
    const tasks = await Promise.all(Array.from({ length: 25 }, () => stage.accepted()));
    await Promise.all(
      tasks.map(async (taskId) => {
        await cancelTask(database, taskId);
        await dependencies.cache.write({ ...(await findTask(database, taskId))!, status: 'PENDING' });
      }),
    );
    await database.query(`update ai_analysis_task_events set at = now() - interval '2001 ms' where status = 'REVOKED'`);
    expect(await correctCache(dependencies, 10)).toBe(25);
  });

  it('checks every ending of the cache hour again when the checkpoint is lost', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await Promise.all([endedUnseen(600), endedUnseen(3_500), endedUnseen(3_700)]);
    expect(await correctCache(dependencies)).toBe(0);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await correctCache(dependencies)).toBe(2);
  });

  it('corrects an ending that became visible after later ones', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await endedUnseen(15);
    expect(await correctCache(dependencies)).toBe(1);
  });

  it('corrects entries when the clock was set back', async () => {
    const checkpoint = await dependencies.cache.endingsCheckpoint();
    await checkpoint.advance(new Date(Date.now() + 600_000));
    await endedUnseen(5);
    expect(await correctCache(dependencies)).toBe(1);
    await endedUnseen(-300);
    expect(await reviewCache(dependencies)).toBe(1);
  });

  it('reviews the endings of the last minutes', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await endedUnseen(1_000);
    const taskId = await endedUnseen(600);
    expect(await reviewCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(taskId)).toMatchObject({ status: 'FAILURE' });
  });
});
