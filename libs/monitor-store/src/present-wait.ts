import { runStatement, type Database } from '@vocalborn/database';

/** Index: running_tasks, a partial index of tasks that have not ended. A task that is rerun waits from its rerun on. */
const statement = {
  name: 'longest-present-wait',
  text: `
    select max(extract(epoch from now() - case status when 'RETRY' then next_retry_at else updated_at end))::float8
      as seconds
    from ai_analysis_tasks where status in ('PENDING', 'RETRY') and coalesce(next_retry_at, updated_at) <= now()`,
};

/** Longest time in seconds since a waiting task became due; null when no task is due. */
export async function longestPresentWait(database: Database): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
