import { runStatement, type Database } from '@vocalborn/database';

/** A task that is rerun waits from its rerun on. Index: open_tasks_by_due, from its beginning to the first waiting task. */
const statement = {
  name: 'longest-present-wait',
  text: `
    select extract(epoch from now() - due_at)::float8 as seconds from open_tasks
    where not running and due_at <= now() order by due_at limit 1`,
};

/** Longest time in seconds since a waiting task became due; null when no task is due. */
export async function longestPresentWait(database: Database): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
