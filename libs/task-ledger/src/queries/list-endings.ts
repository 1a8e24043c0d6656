import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** A task that has ended, with the key that orders endings. */
export interface Ending {
  readonly snapshot: TaskSnapshot;
  /** Time of its end, in microseconds as Postgres prints it. */
  readonly at: string;
}

/** Index: tasks_by_completion. */
const statement = {
  name: 'list-endings',
  text: `
    select ${snapshotColumns('t')}, t.completed_at::text as ended_at from ai_analysis_tasks t
    where t.completed_at >= $1::timestamptz and (t.completed_at, t.task_id) > ($1::timestamptz, $2::uuid)
      and t.completed_at < $3
    order by t.completed_at, t.task_id
    limit $4`,
};

const noTask = '00000000-0000-0000-0000-000000000000';

/** Which endings to list, and which page of them. */
export interface EndingsQuery {
  readonly from: Date;
  /** Excluded; null for no upper bound. */
  readonly until: Date | null;
  /** The last ending of the previous page; null for the first page. */
  readonly after: Ending | null;
  readonly limit: number;
}

/** One page of the tasks that ended in a period, in the order of their endings. */
export async function listEndings(database: Database, query: EndingsQuery): Promise<Ending[]> {
  const { from, until, after, limit } = query;
  const values = [after?.at ?? from, after?.snapshot.taskId ?? noTask, until ?? 'infinity', limit];
  const rows = await runStatement<SnapshotRow & { ended_at: string }>(database, statement, values);
  return rows.map((row) => ({ snapshot: snapshotOf(row), at: row.ended_at }));
}
