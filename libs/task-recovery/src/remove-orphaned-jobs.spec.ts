import { AnalysisQueue } from '@vocalborn/task-queue';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { removeOrphanedJobs } from './remove-orphaned-jobs.js';
import { openStage } from './fixtures/stage.js';
import { requeueLost } from './requeue-lost.js';

const stage = await openStage();
const { bull, dependencies } = stage;

describe('what is left of jobs', () => {
  it('is removed when its task has ended, and so is nothing else', async () => {
    const taskId = await stage.accepted();
    await stage.aMinutePasses();
    await requeueLost(dependencies);
    await bull.client.hset(bull.toKey(randomUUID()), { processedOn: 1 });
    expect(await removeOrphanedJobs(dependencies)).toBe(1);
    expect(await removeOrphanedJobs(dependencies)).toBe(0);
    expect(await dependencies.queue.hasJobs([taskId])).toEqual([true]);
  });

  it('is looked for from where another process ended', async () => {
    const keys = 3_000;
    const fill = bull.client.pipeline();
    for (let count = 0; count < keys; count += 1) fill.hset(bull.toKey(randomUUID()), { data: '{}' });
    await fill.exec();
    const one = await AnalysisQueue.open(bull);
    const two = await AnalysisQueue.open(bull);
    const cursors = new Set<string | null>();
    for (const queue of [one, two, one, two]) {
      await queue.removeOrphanedJobs();
      cursors.add(await bull.client.get(bull.toKey('ghost-cursor')));
    }
    expect(cursors.size).toBeGreaterThanOrEqual(3);
  });
});
