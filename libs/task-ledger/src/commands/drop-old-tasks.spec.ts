import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestLedger } from '../fixtures/test-ledger.js';
import { dropOldTasks, findResult, findTask } from '../index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const recordOf = async (taskId: string): Promise<string> =>
  (await findTask(ledger.database, taskId))?.practiceRecordId ?? '';

describe('dropping old tasks', () => {
  it('deletes ended tasks with their results, but no running task and not what a record shows', async () => {
    const shown = await ledger.in('SUCCESS');
    const replaced = await ledger.in('SUCCESS');
    await ledger.pending(await recordOf(replaced.taskId));
    const others = await Promise.all((['FAILURE', 'REVOKED', 'PENDING'] as const).map((state) => ledger.in(state)));
    const young = await ledger.in('FAILURE');
    for (const { taskId } of [shown, replaced, ...others]) await ledger.age(taskId, '10 days');
    await ledger.age(young.taskId, '8 days');
    expect(await dropOldTasks(ledger.database, 9, 1)).toBe(1);
    expect(await dropOldTasks(ledger.database, 9, 100)).toBe(2);
    expect(await dropOldTasks(ledger.database, 9, 100)).toBe(0);
    const all = [shown, replaced, ...others, young];
    const kept = await Promise.all(all.map(({ taskId }) => findTask(ledger.database, taskId)));
    expect(kept.map((task) => task?.status)).toEqual([
      'SUCCESS',
      undefined,
      undefined,
      undefined,
      'PENDING',
      'FAILURE',
    ]);
    expect(await findResult(ledger.database, replaced.taskId)).toBeNull();
    expect(await findResult(ledger.database, shown.taskId)).not.toBeNull();
  });
});
