import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task-contract';
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
    where t.completed_at >= $1 and t.completed_at < $2
      and ($3::timestamptz is null or (t.completed_at, t.task_id) > ($3::timestamptz, $4::uuid))
    order by t.completed_at, t.task_id
    limit $5`,
};

export interface EndingsQuery {
  readonly from: Date;
  /** Not included. */
  readonly until: Date;
  /** The last one of the page before. */
  readonly after: Ending | null;
  readonly limit: number;
}

/** Tasks that ended within a span of time, in that order. */
export async function listEndings(database: DataSource, query: EndingsQuery): Promise<Ending[]> {
  const after = [query.after?.at ?? null, query.after?.snapshot.taskId ?? null];
  const values = [query.from, query.until, ...after, query.limit];
  const rows = await runStatement<SnapshotRow & { ended_at: string }>(database, statement, values);
  return rows.map((row) => ({ snapshot: snapshotOf(row), at: row.ended_at }));
}
