import { connectDatabase, seedIds, type Database } from '@vocalborn/database';
import { waitFor } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, TestLedger } from './fixtures/test-ledger.js';
import { acceptTask, claimTask, recordProgress, succeedTask } from './index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const lives = 100;

async function live(database: Database, practiceRecordId: string): Promise<void> {
  const [taskId, caller] = [randomUUID(), { userId: seedIds.patient, role: 'patient' } as const];
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
  await claimTask(database, taskId, 'worker@one');
  const mark = { step: 'scoring', progress: 80, at: new Date().toISOString() } as const;
  await recordProgress(database, [{ taskId, attempt: 1, workerName: 'worker@one', mark }]);
  expect(await succeedTask(database, finished({ taskId, attempt: 1 }))).not.toBeNull();
}

interface Reads {
  readonly table: string;
  readonly rows: number;
}

const readRows = (): Promise<Reads[]> =>
  ledger.database.query<Reads>(
    `select relname as table, seq_tup_read::int as rows from pg_stat_user_tables
     where relname in ('ai_analysis_tasks', 'ai_analysis_task_events', 'ai_analysis_results', 'open_tasks') order by relname`,
  );

describe('the statements in the life of a task', () => {
  it('keep one plan per connection, which reads no table as a whole, however small it was at first', async () => {
    const records = await Promise.all(Array.from({ length: lives }, () => ledger.record()));
    await ledger.database.query('vacuum analyze open_tasks');
    const [before, scansBefore] = [await readRows(), await scansOfOtherIndexes()];
    const own = await connectDatabase({ ...ledger.database.options, poolSize: 1 });
    for (const record of records) await live(own, record);
    const plans = await own.query<{ name: string; custom: number }>(
      'select name, custom_plans::int as custom from pg_prepared_statements order by name',
    );
    // The first five executions are planned for their values.
    expect(plans).toEqual(
      ['accept-tasks', 'claim-tasks', 'record-progress', 'succeed-tasks'].map((name) => ({ name, custom: 5 })),
    );
    await own.close();
    await waitFor(async () => (await updatesOfTasks()) === 3 * lives, { what: 'Postgres to report the reads' });
    expect(await readRows()).toEqual(before);
    expect(await scansOfOtherIndexes()).toEqual(scansBefore);
  });
});

/** How often Postgres has used the indexes of open_tasks beside its primary key, which is all that these statements need. */
const scansOfOtherIndexes = (): Promise<unknown[]> =>
  ledger.database.query(
    `select indexrelname as index, idx_scan::int as scans from pg_stat_user_indexes
     where relname = 'open_tasks' and indexrelname <> 'open_tasks_pkey' order by indexrelname`,
  );

async function updatesOfTasks(): Promise<number> {
  const [row] = await ledger.database.query<{ updates: number }>(
    `select n_tup_upd::int as updates from pg_stat_user_tables where relname = 'ai_analysis_tasks'`,
  );
  return row?.updates ?? 0;
}
