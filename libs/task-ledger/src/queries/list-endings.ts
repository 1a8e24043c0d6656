import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Orders endings by their events. */
export interface EndingKey {
  readonly endedAt: Date;
  /** The same time, in microseconds as Postgres prints it. */
  readonly at: string;
  readonly eventId: string;
}

/** Which endings to list, and which page of them. */
export interface EndingsQuery {
  readonly from: Date;
  /** Excluded; null for no upper bound. */
  readonly until: Date | null;
  /** `next` of the previous page; null for the first page. */
  readonly after: EndingKey | null;
  /** Endings per page, including those that are left out. */
  readonly limit: number;
}

/** One page of endings. */
export interface EndingsPage {
  readonly tasks: readonly TaskSnapshot[];
  /** Key of the next page; null after the last page. */
  readonly next: EndingKey | null;
}

/** Reads one page of events, then their tasks. Indexes: state_changes_by_time, primary key. */
const text = `
  select e.at as ended_at, e.at::text as at_text, e.event_id, ${snapshotColumns('t')}
  from (
    select event_id, task_id, attempt, status, at from ai_analysis_task_events
    where (status <> 'PROCESSING' or current_step = 'initialising') and status in ('SUCCESS', 'FAILURE', 'REVOKED')
      and at >= $1::timestamptz and (at, event_id) > ($1::timestamptz, $2::bigint) and at < $3
    order by at, event_id
    limit $4::int
  ) e
  left join lateral (
    select * from ai_analysis_tasks t where t.task_id = e.task_id and t.attempt = e.attempt and t.status = e.status offset 0
  ) t on true
  order by e.at, e.event_id`;

/**
 * One page of the tasks that ended in a period, in the order of their endings. Leaves out a task that was rerun after its
 * ending, or deleted.
 */
export async function listEndings(database: Database, query: EndingsQuery): Promise<EndingsPage> {
  const { from, until, after, limit } = query;
  const values = [after?.at ?? from, after?.eventId ?? '0', until ?? 'infinity', limit];
  // No name: a generic plan would sort the whole period for each page.
  const rows = await runStatement<EndingRow>(database, { name: '', text }, values);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    tasks: rows.filter(hasTask).map(snapshotOf),
    next: last ? { endedAt: last.ended_at, at: last.at_text, eventId: last.event_id } : null,
  };
}

interface EndingRow extends Partial<SnapshotRow> {
  ended_at: Date;
  at_text: string;
  event_id: string;
}

const hasTask = (row: EndingRow): row is EndingRow & SnapshotRow => typeof row.task_id === 'string';
