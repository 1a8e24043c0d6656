import { runStatement, type Database } from '@vocalborn/database';
import { taskCountLimit, taskStates, type TaskState } from '@vocalborn/task';

/** Index-only scan of tasks_by_status. */
const byStateStatement = {
  name: 'count-by-state',
  text: `
    select state as status, count from unnest($1::text[]) as state, lateral (
      select count(*)::int as count from (select from ai_analysis_tasks where status = state limit $2::int) counted
    ) of_state`,
};

/** Number of tasks in each state; `taskCountLimit` stands for that many or more. */
export async function countByState(database: Database): Promise<Record<TaskState, number>> {
  const values = [taskStates, taskCountLimit];
  const rows = await runStatement<{ status: TaskState; count: number }>(database, byStateStatement, values);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count])) as Record<TaskState, number>;
}

/** Index: state_changes_by_time. */
const endedStatement = {
  name: 'count-ended',
  text: `
    select count(*)::int as count from ai_analysis_task_events e
    where (e.status <> 'PROCESSING' or e.current_step = 'initialising')
      and e.status in ('SUCCESS', 'FAILURE', 'REVOKED') and e.at > now() - $1 * interval '1 second'`,
};

/** Number of endings of tasks within the last seconds, in any final state. */
export async function countEnded(database: Database, withinSeconds: number): Promise<number> {
  const [row] = await runStatement<{ count: number }>(database, endedStatement, [withinSeconds]);
  return row?.count ?? 0;
}
