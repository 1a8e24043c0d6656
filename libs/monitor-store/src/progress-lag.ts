import { runStatement, type Database } from '@vocalborn/database';

/** Index: tasks_by_status. */
const statement = {
  name: 'longest-progress-lag',
  text: `
    select max(extract(epoch from now() - updated_at))::float8 as seconds
    from ai_analysis_tasks where status = 'PROCESSING'`,
};

/** Longest time in seconds since the last step of a running task; null when no task runs. */
export async function longestProgressLag(database: Database): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
