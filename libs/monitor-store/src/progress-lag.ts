import { runStatement, type DataSource } from '@vocalborn/database';

/** Index: tasks_by_status. */
const statement = {
  name: 'longest-progress-lag',
  text: `
    select max(extract(epoch from now() - updated_at))::float8 as seconds
    from ai_analysis_tasks where status = 'PROCESSING'`,
};

/** For how many seconds the running task that has made no step for longest has made none; null when none runs. */
export async function longestProgressLag(database: DataSource): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
