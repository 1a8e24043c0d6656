import { runStatement, type DataSource } from '@vocalborn/database';

/** Index: running_tasks (partial), which holds only tasks that have not ended. A reopened task waits since it was. */
const statement = {
  name: 'longest-present-wait',
  text: `
    select max(extract(epoch from now() - case status when 'RETRY' then next_retry_at else updated_at end))::float8
      as seconds
    from ai_analysis_tasks where status in ('PENDING', 'RETRY') and coalesce(next_retry_at, updated_at) <= now()`,
};

/** For how many seconds the task that has waited longest has been due; null when none is. */
export async function longestPresentWait(database: DataSource): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
