import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Reads the narrow open_tasks for running tasks, and only as many waiting ones as it lists. Indexes: open_tasks_by_due, primary key. */
const statement = {
  name: 'list-active-tasks',
  text: `
    select ${snapshotColumns('t')} from (
      (select task_id, running from open_tasks where running limit $1)
      union all
      (select task_id, running from open_tasks where not running order by due_at limit $1)
    ) o cross join lateral (select * from ai_analysis_tasks t where t.task_id = o.task_id offset 0) t
    order by o.running desc, t.created_at
    limit $1`,
};

/** Tasks that have not ended: running tasks first, then by age. Of more waiting tasks than `limit`, those that are due first. */
export async function listActiveTasks(database: Database, limit: number): Promise<TaskSnapshot[]> {
  const rows = await runStatement<SnapshotRow>(database, statement, [limit]);
  return rows.map(snapshotOf);
}
