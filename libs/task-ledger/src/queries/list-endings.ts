import { runStatement, type Database } from '@vocalborn/database';
import type { TaskState } from '@vocalborn/task';

/** That an attempt of a task ended, and how. The task may have been rerun or deleted since. */
export interface Ending {
  readonly taskId: string;
  readonly attempt: number;
  readonly status: TaskState;
}

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
  /** Endings per page. */
  readonly limit: number;
}

/** One page of endings. */
export interface EndingsPage {
  readonly endings: readonly Ending[];
  /** Key of the next page; null after the last page. */
  readonly next: EndingKey | null;
}

/** Reads one page of events. Index: state_changes_by_time. */
const text = `
  select at::text as at_text, extract(epoch from at)::float8 as seconds, event_id, task_id, attempt, status
  from ai_analysis_task_events
  where (status <> 'PROCESSING' or current_step = 'initialising') and status in ('SUCCESS', 'FAILURE', 'REVOKED')
    and at >= $1::timestamptz and (at, event_id) > ($1::timestamptz, $2::bigint) and at < $3
  order by at, event_id
  limit $4::int`;

/** One page of the endings in a period, in their order. */
export async function listEndings(database: Database, query: EndingsQuery): Promise<EndingsPage> {
  const { from, until, after, limit } = query;
  const values = [after?.at ?? from, after?.eventId ?? '0', until ?? 'infinity', limit];
  // No name: a generic plan would sort the whole period for each page.
  const rows = await runStatement<EndingRow>(database, { name: '', text }, values);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    endings: rows.map(({ task_id: taskId, attempt, status }) => ({ taskId, attempt, status })),
    next: last ? { endedAt: new Date(last.seconds * 1_000), at: last.at_text, eventId: last.event_id } : null,
  };
}

interface EndingRow {
  at_text: string;
  seconds: number;
  event_id: string;
  task_id: string;
  attempt: number;
  status: TaskState;
}
