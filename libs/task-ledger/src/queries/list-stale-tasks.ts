import { runStatement, type Database } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** A task that has not ended and was not updated for a while, with what is needed to queue it again. */
export interface StaleTask {
  readonly snapshot: TaskSnapshot;
  readonly params: Record<string, unknown>;
  /** Milliseconds until its retry is due, by the database's clock; 0 when it is due. */
  readonly dueInMs: number;
  /** Time of its last update, in microseconds as Postgres prints it: the key of the page after it. */
  readonly updatedAt: string;
}

export interface StaleQuery {
  readonly limit: number;
  /** The last task of the previous page; null for the first page. */
  readonly after: StaleTask | null;
  /** Minimum time since the last update of a waiting task. */
  readonly waitingForMs: number;
  /** Minimum time since the last update of a running task. */
  readonly runningForMs: number;
  /** Leaves out tasks that wait since before this time, except retries that became due after it; null: leaves out none. */
  readonly waitingSince: Date | null;
}

const columns = `${snapshotColumns('t')}, t.params, t.updated_at`;
const waitedLong = `t.updated_at < now() - $2::int * interval '1 millisecond'`;
const ranLong = `t.updated_at < now() - $3::int * interval '1 millisecond'`;

/** Index: running_tasks. An update in the future also counts as stale: the database's clock was set back. */
const everything = `
  select ${columns} from ai_analysis_tasks t
  where t.status in ('PENDING', 'PROCESSING', 'RETRY')
    and t.updated_at >= $4::timestamptz and (t.updated_at, t.task_id) > ($4::timestamptz, $5::uuid)
    and (t.updated_at > now() or ${waitedLong} and (t.status <> 'PROCESSING' or ${ranLong}))`;

/** Indexes: running_tasks, tasks_by_status. One select for each case, so that none reads the whole backlog. */
const news = `
  select * from (
    select ${columns} from ai_analysis_tasks t
    where t.status in ('PENDING', 'PROCESSING', 'RETRY') and t.status <> 'PROCESSING'
      and t.updated_at >= $6::timestamptz and ${waitedLong}
    union all
    select ${columns} from ai_analysis_tasks t where t.status = 'PROCESSING' and ${ranLong}
    union all
    select ${columns} from ai_analysis_tasks t
    where t.status = 'RETRY' and t.updated_at < $6::timestamptz and t.next_retry_at between $6::timestamptz and now()
  ) t
  where (t.updated_at, t.task_id) > ($4::timestamptz, $5::uuid)`;

const page = (found: string): string => `
  select t.*, t.updated_at::text as updated_at_text,
    greatest(0, extract(epoch from coalesce(t.next_retry_at, now()) - now()) * 1000)::float8 as due_in_ms
  from (${found}) t
  order by t.updated_at, t.task_id
  limit $1`;

const beforeAll = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

/** One page of stale tasks, the longest without an update first. */
export async function listStaleTasks(database: Database, query: StaleQuery): Promise<StaleTask[]> {
  const { limit, after, waitingForMs, runningForMs, waitingSince } = query;
  const key = after === null ? beforeAll : [after.updatedAt, after.snapshot.taskId];
  const values = [limit, waitingForMs, runningForMs, ...key];
  const [text, all] = waitingSince === null ? [page(everything), values] : [page(news), [...values, waitingSince]];
  // No name: a generic plan would read the whole ledger for the few new tasks.
  const rows = await runStatement<StaleRow>(database, { name: '', text }, all);
  return rows.map((row) => ({
    snapshot: snapshotOf(row),
    params: row.params,
    dueInMs: row.due_in_ms,
    updatedAt: row.updated_at_text,
  }));
}

interface StaleRow extends SnapshotRow {
  params: Record<string, unknown>;
  due_in_ms: number;
  updated_at_text: string;
}
