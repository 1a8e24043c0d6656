import { inTransaction } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failed, finished, TestLedger } from '../fixtures/test-ledger.js';
import {
  cancelTask,
  catchUpTaskSearch,
  claimTask,
  dropOldTasks,
  rerunTask,
  scheduleRetry,
  succeedTask,
  updateTaskSearch,
} from '../index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());
beforeEach(async () => {
  await ledger.clear();
  await ledger.database.query('truncate task_search_cursor');
});

const columns = 'task_id, user_id, status, worker_name, error_kind, created_at, started_at, completed_at';
const rowsOf = (table: string) => ledger.database.query(`select ${columns} from ${table} order by task_id`);
const isUpToDate = async (): Promise<boolean> => {
  const [copy, tasks] = [await rowsOf('task_search'), await rowsOf('ai_analysis_tasks')];
  return JSON.stringify(copy) === JSON.stringify(tasks);
};
const missing = async (): Promise<number> => {
  const [row] = await ledger.database.query<{ count: number }>(
    'select cardinality(missing) as count from task_search_cursor',
  );
  return row?.count ?? 0;
};

describe('bringing the search of tasks up to date', () => {
  it('follows every change of a task', async () => {
    const owned = await ledger.running();
    const changes = [
      () => scheduleRetry(ledger.database, failed(owned), 0),
      () => claimTask(ledger.database, owned.taskId, 'worker@two'),
      () => cancelTask(ledger.database, owned.taskId),
      () => rerunTask(ledger.database, owned.taskId),
      () => claimTask(ledger.database, owned.taskId, 'worker@three'),
      () => succeedTask(ledger.database, finished({ ...owned, attempt: 4 })),
    ];
    for (const change of changes) {
      expect(await change()).not.toBeNull();
      expect(await isUpToDate()).toBe(false);
      expect(await catchUpTaskSearch(ledger.database, 3)).toBe(true);
      expect(await isUpToDate()).toBe(true);
    }
  });

  it('takes over a bounded number of events at a time', async () => {
    for (let task = 0; task < 5; task += 1) await ledger.in('SUCCESS');
    expect(await catchUpTaskSearch(ledger.database, 1)).toBe(false);
    let rounds = 0;
    while (!(await updateTaskSearch(ledger.database, 4))) rounds += 1;
    expect(rounds).toBe(3);
    expect(await isUpToDate()).toBe(true);
  });

  it('misses no event that becomes visible after later ones', async () => {
    await catchUpTaskSearch(ledger.database, 3);
    const late = await ledger.pending();
    await catchUpTaskSearch(ledger.database, 3);
    await inTransaction(ledger.database, async (query) => {
      await query(
        `with changed as (update ai_analysis_tasks set status = 'REVOKED', completed_at = now() where task_id = $1)
         insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
         values ($1, 0, 'REVOKED', 0, 'revoked')`,
        [late],
      );
      for (let later = 0; later < 3; later += 1) {
        await ledger.pending();
        expect(await catchUpTaskSearch(ledger.database, 3)).toBe(true);
        expect(await missing()).toBe(1);
      }
    });
    expect(await isUpToDate()).toBe(false);
    await catchUpTaskSearch(ledger.database, 3);
    expect(await isUpToDate()).toBe(true);
    expect(await missing()).toBe(0);
  });

  it('waits for an event of a transaction that outlives the marks, and gives up one that was rolled back', async () => {
    await catchUpTaskSearch(ledger.database, 3);
    const taskId = await ledger.pending();
    const insert = `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      values ($1, 0, 'PENDING', 0, 'queued')`;
    const aSecondPasses = () =>
      ledger.database.query(`update task_search_cursor set marked_at = marked_at - interval '2 seconds'`);
    const rounds = async (): Promise<void> => {
      for (let round = 0; round < 4; round += 1) {
        await ledger.pending();
        await catchUpTaskSearch(ledger.database, 3);
        await aSecondPasses();
      }
    };
    const rolledBack = inTransaction(ledger.database, async (query) => {
      await query(insert, [taskId]);
      await rounds();
      expect(await missing()).toBe(1);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await rounds();
    expect(await missing()).toBe(0);
  });

  it('is done by several processes at the same time, while tasks change', async () => {
    const work = Array.from({ length: 30 }, async (_, task) => {
      await ledger.in(task % 2 === 0 ? 'SUCCESS' : 'RETRY');
      await updateTaskSearch(ledger.database, 7);
    });
    await Promise.all(work);
    while (!(await updateTaskSearch(ledger.database, 7)));
    expect(await isUpToDate()).toBe(true);
  });

  it('does nothing when nothing happened', async () => {
    await ledger.pending();
    await catchUpTaskSearch(ledger.database, 3);
    const version = () => ledger.database.query('select xmin, ctid from task_search_cursor');
    const before = await version();
    expect(await updateTaskSearch(ledger.database)).toBe(true);
    expect(await version()).toEqual(before);
  });

  it('loses a task with the ledger', async () => {
    const { taskId } = await ledger.in('FAILURE');
    await catchUpTaskSearch(ledger.database, 3);
    await ledger.age(taskId, '40 days');
    expect(await dropOldTasks(ledger.database, 30, 10)).toBe(1);
    expect(await rowsOf('task_search')).toEqual([]);
    expect(await updateTaskSearch(ledger.database)).toBe(true);
  });

  it('survives an event of an unknown task', async () => {
    await ledger.database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, 0, 'PENDING', 0, 'queued')`,
      [randomUUID()],
    );
    expect(await catchUpTaskSearch(ledger.database, 3)).toBe(true);
  });
});
