import { runStatement, type DataSource } from '@vocalborn/database';

/** Index: tasks_by_completion. */
const statement = {
  name: 'count-ended',
  text: `
    select count(*)::int as count from ai_analysis_tasks where completed_at > now() - $1 * interval '1 second'`,
};

/** Number of tasks that ended within the last seconds, in any final state. */
export async function countEnded(database: DataSource, withinSeconds: number): Promise<number> {
  const [row] = await runStatement<{ count: number }>(database, statement, [withinSeconds]);
  return row?.count ?? 0;
}
