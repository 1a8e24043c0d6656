import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Index: running_tasks (partial: tasks that have not ended). */
const statement = {
  name: 'list-active-tasks',
  text: `
    select ${snapshotColumns('t')} from ai_analysis_tasks t
    where t.status in ('PENDING', 'PROCESSING', 'RETRY')
    order by t.status = 'PROCESSING' desc, t.created_at
    limit $1`,
};

/** Tasks that have not ended: running tasks first, then the oldest first. */
export async function listActiveTasks(database: Database, limit: number): Promise<TaskSnapshot[]> {
  const rows = await runStatement<SnapshotRow>(database, statement, [limit]);
  return rows.map(snapshotOf);
}
