import { AnalysisQueue } from '@vocalborn/task-queue';
import { claimTask, failTask, findTask, finishTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropGhosts } from './drop-ghosts.js';
import { failed, Stage } from './fixtures/stage.js';
import { requeueLost } from './requeue-lost.js';
import { retention } from './retention.js';

let stage: Stage;
let database: Stage['database'];
let bull: Stage['bull'];
let parts: Stage['parts'];

beforeAll(async () => {
  stage = await Stage.open();
  ({ database, bull, parts } = stage);
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

describe('what is left of jobs', () => {
  it('is removed when its task has ended, and so is nothing else', async () => {
    const taskId = await stage.accepted();
    await stage.aMinutePasses();
    await requeueLost(parts);
    await bull.client.hset(bull.toKey(randomUUID()), { processedOn: 1 });
    expect(await dropGhosts(parts)).toBe(1);
    expect(await dropGhosts(parts)).toBe(0);
    expect(await parts.queue.knows([taskId])).toEqual([true]);
  });
});

describe('the look for what is left of jobs', () => {
  it('goes on where another process ended', async () => {
    const keys = 3_000;
    const fill = bull.client.pipeline();
    for (let count = 0; count < keys; count += 1) fill.hset(bull.toKey(randomUUID()), { data: '{}' });
    await fill.exec();
    const one = await AnalysisQueue.open(bull);
    const two = await AnalysisQueue.open(bull);
    const cursors = new Set<string | null>();
    for (const queue of [one, two, one, two]) {
      await queue.dropGhosts();
      cursors.add(await bull.client.get(bull.toKey('ghost-cursor')));
    }
    expect(cursors.size).toBeGreaterThanOrEqual(3);
  });
});

describe('retention', () => {
  const ended = async (daysAgo: number, end: 'fail' | 'succeed') => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    const attempt = claim!.snapshot.attempt;
    if (end === 'fail') await failTask(database, { ...failed, taskId, attempt });
    else {
      const analysis = { analysisResult: {}, analysisModelVersion: '1', audioDurationSeconds: 1, steps: [] };
      await finishTask(database, { taskId, attempt, resultId: randomUUID(), ...analysis });
      await database.query('update practice_records set ai_task_id = $1 where ai_task_id = $1', [taskId]);
    }
    await database.query(
      `update ai_analysis_tasks set completed_at = now() - $2 * interval '1 day' where task_id = $1`,
      [taskId, daysAgo],
    );
    return taskId;
  };

  it('drops what ended long ago, but never a running task nor the analysis that a record shows', async () => {
    const [oldFailure, newFailure] = [await ended(31, 'fail'), await ended(29, 'fail')];
    const [shown, running] = [await ended(400, 'succeed'), await stage.accepted()];
    expect(await retention(parts)).toBe(1);
    expect(await findTask(database, oldFailure)).toBeNull();
    for (const kept of [newFailure, shown, running]) expect(await findTask(database, kept)).not.toBeNull();
    expect(await retention({ ...parts, retentionDays: null })).toBe(0);
  });
});
