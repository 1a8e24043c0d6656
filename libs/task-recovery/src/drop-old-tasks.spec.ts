import { claimTask, failTask, findTask, succeedTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { failed, openStage } from './fixtures/stage.js';
import { dropOldTasks } from './drop-old-rows.js';

const stage = await openStage();
const { database, dependencies } = stage;

describe('retention', () => {
  const ended = async (daysAgo: number, end: 'fail' | 'succeed') => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    const attempt = claim!.snapshot.attempt;
    if (end === 'fail') await failTask(database, { ...failed, taskId, attempt });
    else {
      const analysis = { analysisResult: {}, analysisModelVersion: '1', audioDurationSeconds: 1, steps: [] };
      await succeedTask(database, { taskId, attempt, resultId: randomUUID(), ...analysis });
      await database.query('update practice_records set ai_task_id = $1 where ai_task_id = $1', [taskId]);
    }
    await stage.endedAgo(taskId, daysAgo * 86_400);
    return taskId;
  };

  it('drops what ended long ago, but never a running task nor the analysis that a record shows', async () => {
    const [oldFailure, newFailure] = [await ended(31, 'fail'), await ended(29, 'fail')];
    const [shown, running] = [await ended(400, 'succeed'), await stage.accepted()];
    expect(await dropOldTasks(dependencies)).toBe(1);
    expect(await findTask(database, oldFailure)).toBeNull();
    for (const kept of [newFailure, shown, running]) expect(await findTask(database, kept)).not.toBeNull();
    expect(
      await dropOldTasks({ ...dependencies, retention: { taskDays: null, audioDays: null, accessDays: null } }),
    ).toBe(0);
  });
});
