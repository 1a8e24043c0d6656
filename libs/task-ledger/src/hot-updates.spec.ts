import { connectDatabase } from '@vocalborn/database';
import { waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finished, TestLedger } from './fixtures/test-ledger.js';
import { recordProgress, succeedTask } from './index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const lives = 300;

interface Updates {
  readonly table: string;
  readonly updates: number;
  readonly hot: number;
}

async function readUpdates(): Promise<Updates[]> {
  const other = await connectDatabase({ ...ledger.database.options, poolSize: 1 });
  try {
    return await other.query<Updates>(
      `select relname as table, n_tup_upd::int as updates, n_tup_hot_upd::int as hot from pg_stat_user_tables
       where relname in ('ai_analysis_tasks', 'open_tasks', 'practice_records') order by relname`,
    );
  } finally {
    await other.close();
  }
}

it('every change in the life of a task is written in place, in every table', async () => {
  for (let life = 0; life < lives; life += 1) {
    const owned = await ledger.running();
    const mark = { step: 'scoring', progress: 80, at: new Date().toISOString() } as const;
    await recordProgress(ledger.database, [{ ...owned, workerName: 'worker@one', mark }]);
    expect(await succeedTask(ledger.database, finished(owned))).not.toBeNull();
  }
  // A connection tells its figures when it ends, or when it has been idle for a while.
  await ledger.close();
  const all = [
    { table: 'ai_analysis_tasks', updates: 3 * lives, hot: 3 * lives },
    { table: 'open_tasks', updates: lives, hot: lives },
    { table: 'practice_records', updates: 3 * lives, hot: 3 * lives },
  ];
  const reported = async () => (await readUpdates()).every(({ updates }, index) => updates === all[index]?.updates);
  await waitFor(reported, { what: 'Postgres to report the updates' });
  expect(await readUpdates()).toEqual(all);
});
