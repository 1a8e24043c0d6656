import { runStatement, type Database } from '@vocalborn/database';

/** Reads the narrow open_tasks once. Index: primary key. */
const statement = {
  name: 'longest-progress-lag',
  text: `
    select max(extract(epoch from now() - t.updated_at))::float8 as seconds from open_tasks o
    cross join lateral (select updated_at from ai_analysis_tasks t where t.task_id = o.task_id offset 0) t
    where o.running`,
};

/** Longest time in seconds since the last step of a running task; null when no task runs. */
export async function longestProgressLag(database: Database): Promise<number | null> {
  const [row] = await runStatement<{ seconds: number | null }>(database, statement, []);
  return row?.seconds ?? null;
}
