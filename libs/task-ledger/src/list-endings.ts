import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A task that has ended, and its place in the order of endings. */
export interface Ending {
  readonly snapshot: TaskSnapshot;
  /** When it ended, as exactly as Postgres knows. */
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

export interface EndingsQuery {
  readonly from: Date;
  /** Not included; null for whatever the clock says. */
  readonly until: Date | null;
  /** The last one of the page before. */
  readonly after: Ending | null;
  readonly limit: number;
}

/** Tasks that ended within a span of time, in that order. */
export async function listEndings(database: DataSource, query: EndingsQuery): Promise<Ending[]> {
  const { from, until, after, limit } = query;
  const values = [after?.at ?? from, after?.snapshot.taskId ?? noTask, until ?? 'infinity', limit];
  const rows = await runStatement<SnapshotRow & { ended_at: string }>(database, statement, values);
  return rows.map((row) => ({ snapshot: snapshotOf(row), at: row.ended_at }));
}
