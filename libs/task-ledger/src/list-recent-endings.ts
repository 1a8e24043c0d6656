import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task-contract';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** Index: tasks_by_completion. */
const statement = {
  name: 'list-recent-endings',
  text: `
    select ${snapshotColumns('t')} from ai_analysis_tasks t
    where t.completed_at > now() - $1 * interval '1 second'
    order by t.completed_at desc
    limit $2`,
};

/** Tasks that ended within the last seconds, the latest first. */
export async function listRecentEndings(
  database: DataSource,
  withinSeconds: number,
  limit: number,
): Promise<TaskSnapshot[]> {
  const rows = await runStatement<SnapshotRow>(database, statement, [withinSeconds, limit]);
  return rows.map(snapshotOf);
}
