import { runStatement, type Database } from '@vocalborn/database';
import { catchUpTaskSearch } from '../commands/update-task-search.js';
import { taskCountLimit, taskStates, type TaskState } from '@vocalborn/task';

/** Index: task_search_by_status, whose order keeps Postgres from reading the table for a rare state. */
const byStateStatement = {
  name: 'count-by-state',
  text: `
    select state as status, count from unnest($1::text[]) as state, lateral (
      select count(*)::int as count from (
        select from task_search where status = state order by created_at desc, task_id desc limit $2::int
      ) counted
    ) of_state`,
};

/** Most rounds in which a count brings task_search up to date. A system without a monitor may be far behind. */
const mostRounds = 100;

/**
 * Number of tasks in each state; `taskCountLimit` stands for that many or more. Brings task_search up to date first. After
 * a long time without a monitor the newest changes may still lack.
 */
export async function countByState(database: Database): Promise<Record<TaskState, number>> {
  await catchUpTaskSearch(database, mostRounds);
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
