import { claimTask, failTask, findTask } from '@vocalborn/task-ledger';
import { resultCacheKey } from '@vocalborn/result-cache';
import { describe, expect, it } from 'vitest';
import { correctCache, reviewCache } from './correct-cache.js';
import { failed, openStage } from './fixtures/stage.js';

const stage = await openStage();
const { database, redis, dependencies } = stage;

describe('finishing endings', () => {
  /** A task that ended so many seconds ago, which the cache still shows as running. */
  const endedUnseen = async (secondsAgo: number): Promise<string> => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await dependencies.cache.write(claim!.snapshot);
    await failTask(database, { ...failed, taskId, attempt: claim!.snapshot.attempt });
    await database.query(
      `update ai_analysis_tasks set completed_at = now() - $2 * interval '1 second' where task_id = $1`,
      [taskId, secondsAgo],
    );
    return taskId;
  };

  it('corrects an entry that still shows an ended task as running', async () => {
    const taskId = await endedUnseen(5);
    expect(await correctCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(taskId)).toMatchObject({ status: 'FAILURE' });
    expect(await correctCache(dependencies)).toBe(0);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'FAILURE' });
  });

  it('leaves the writing to whoever ended the task just now, and entries alone that are gone', async () => {
    const now = await endedUnseen(0);
    await redis.del(resultCacheKey(await endedUnseen(5)));
    expect(await correctCache(dependencies)).toBe(0);
    await database.query(`update ai_analysis_tasks set completed_at = completed_at - interval '3 seconds'`);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await correctCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(now)).toMatchObject({ status: 'FAILURE' });
  });

  it('goes on where it ended last, however many tasks ended since', async () => {
    await endedUnseen(600);
    expect(await correctCache(dependencies)).toBe(1);
    await endedUnseen(600);
    const tasks = await Promise.all(Array.from({ length: 1_100 }, () => stage.accepted()));
    await database.query(
      `update ai_analysis_tasks set status = 'REVOKED', completed_at = now() - interval '2001 ms' where status = 'PENDING'`,
    );
    await Promise.all(
      tasks.map(async (taskId) =>
        dependencies.cache.write({ ...(await findTask(database, taskId))!, status: 'PENDING' }),
      ),
    );
    expect(await correctCache(dependencies)).toBe(1_100);
  });

  it('looks at all endings again, of which there can be an entry, when Redis may have lost something', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await Promise.all([endedUnseen(600), endedUnseen(3_500), endedUnseen(3_700)]);
    expect(await correctCache(dependencies)).toBe(0);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await correctCache(dependencies)).toBe(2);
  });

  it('sees an ending that became visible after later ones', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await endedUnseen(15);
    expect(await correctCache(dependencies)).toBe(1);
  });

  it('is not led astray by a clock that was set back', async () => {
    const checkpoint = await dependencies.cache.endingsCheckpoint();
    await checkpoint.advance(new Date(Date.now() + 600_000));
    await endedUnseen(5);
    expect(await correctCache(dependencies)).toBe(1);
    await endedUnseen(-300);
    expect(await reviewCache(dependencies)).toBe(1);
  });

  it('looks at the endings of the last minutes again', async () => {
    expect(await correctCache(dependencies)).toBe(0);
    await endedUnseen(1_000);
    const taskId = await endedUnseen(600);
    expect(await reviewCache(dependencies)).toBe(1);
    expect(await dependencies.cache.read(taskId)).toMatchObject({ status: 'FAILURE' });
  });
});
