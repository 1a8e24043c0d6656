import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskState } from '@vocalborn/task-contract';

/** Index: tasks_by_status, without the rows. */
const statement = {
  name: 'count-by-state',
  text: 'select status, count(*)::int as count from ai_analysis_tasks group by status',
};

/** How many tasks there are in each state; a state without tasks is left out. */
export async function countByState(database: DataSource): Promise<Partial<Record<TaskState, number>>> {
  const rows = await runStatement<{ status: TaskState; count: number }>(database, statement, []);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
