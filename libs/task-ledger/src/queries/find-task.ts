import { runStatement, type Database } from '@vocalborn/database';
import type { StepMark, TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Selects the steps of the current attempt, as the result cache shows them. Indexes: primary key, events_by_task. */
const statement = {
  name: 'find-tasks',
  text: `
    select ${snapshotColumns('t')}, (
      select coalesce(jsonb_agg(jsonb_build_object('step', e.current_step, 'progress', e.progress,
        'at', to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.event_id), '[]')
      from ai_analysis_task_events e where e.task_id = t.task_id and e.attempt = t.attempt and e.status in ('PENDING', 'PROCESSING', 'SUCCESS')
    ) as steps
    from ai_analysis_tasks t where t.task_id = any ($1)`,
};

/** A task as the ledger holds it; null when it is unknown. */
export async function findTask(database: Database, taskId: string): Promise<TaskSnapshot | null> {
  const [task] = await findTasks(database, [taskId]);
  return task ?? null;
}

/** Those of the tasks that are known, in no particular order. */
export async function findTasks(database: Database, taskIds: readonly string[]): Promise<TaskSnapshot[]> {
  const rows = await runStatement<SnapshotRow & { steps: StepMark[] }>(database, statement, [taskIds]);
  return rows.map((row) => ({ ...snapshotOf(row), steps: row.steps }));
}
