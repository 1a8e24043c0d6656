import { runStatement, type Database } from '@vocalborn/database';
import type { StepMark } from '@vocalborn/task';

/** A step that an attempt reached. */
export interface ProgressEntry {
  readonly taskId: string;
  readonly attempt: number;
  readonly workerName: string;
  readonly mark: StepMark;
}

/**
 * One statement for the steps of all running tasks. Drops entries of an attempt that no longer owns its task. The newest
 * entry of a task becomes its current step. A step that was reached before the attempt ended is still written after it;
 * a step that a lost worker reports later is not. Index: primary key. `select` hides the length of the entries from the
 * planner, which would otherwise plan the statement anew each time.
 */
const statement = {
  name: 'record-progress',
  text: `
    with entry as (
      select * from unnest((select $1::uuid[]), $2::int[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
        as e (task_id, attempt, worker_name, step, progress, at)
    ), newest as (
      select distinct on (task_id) * from entry order by task_id, at desc, progress desc
    ), moved as (
      update ai_analysis_tasks t set progress = n.progress, current_step = n.step, updated_at = now()
      from newest n
      where t.task_id = any (array(select task_id from newest)) and t.task_id = n.task_id and t.attempt = n.attempt
        and t.status = 'PROCESSING' and t.progress <= n.progress
    )
    insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, at)
    select e.task_id, e.attempt, 'PROCESSING', e.progress, e.step, e.worker_name, e.at
    from entry e join ai_analysis_tasks t on t.task_id = e.task_id and t.attempt = e.attempt
      and (t.status = 'PROCESSING' or e.at <= t.updated_at)
    order by e.at, e.progress`,
};

/** Writes steps to the history. Steps of attempts that have ended or lost their task are dropped without an error. */
export async function recordProgress(database: Database, entries: readonly ProgressEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await runStatement(database, statement, [
    entries.map((entry) => entry.taskId),
    entries.map((entry) => entry.attempt),
    entries.map((entry) => entry.workerName),
    entries.map((entry) => entry.mark.step),
    entries.map((entry) => entry.mark.progress),
    entries.map((entry) => entry.mark.at),
  ]);
}
