import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** A task that has ended, with the key that orders endings. */
export interface Ending {
  readonly snapshot: TaskSnapshot;
  readonly endedAt: Date;
  /** The same time, in microseconds as Postgres prints it. */
  readonly at: string;
  readonly eventId: string;
}

/** Leaves out a task that was rerun after its ending. Indexes: state_changes_by_time, primary key. */
const text = `
    select ${snapshotColumns('t')}, e.at as ended_at, e.at::text as at_text, e.event_id
    from ai_analysis_task_events e
    join ai_analysis_tasks t on t.task_id = e.task_id and t.attempt = e.attempt and t.status = e.status
    where (e.status <> 'PROCESSING' or e.current_step = 'initialising') and e.status in ('SUCCESS', 'FAILURE', 'REVOKED')
      and e.at >= $1::timestamptz and (e.at, e.event_id) > ($1::timestamptz, $2::bigint) and e.at < $3
    order by e.at, e.event_id
    limit $4`;

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
  const values = [after?.at ?? from, after?.eventId ?? '0', until ?? 'infinity', limit];
  // No name: a generic plan would sort the whole period for each page.
  const rows = await runStatement<EndingRow>(database, { name: '', text }, values);
  return rows.map((row) => ({
    snapshot: snapshotOf(row),
    endedAt: row.ended_at,
    at: row.at_text,
    eventId: row.event_id,
  }));
}

interface EndingRow extends SnapshotRow {
  ended_at: Date;
  at_text: string;
  event_id: string;
}
