import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A task that has not ended and about which nothing was heard for a while, with what it takes to queue it again. */
export interface QuietTask {
  readonly snapshot: TaskSnapshot;
  readonly params: Record<string, unknown>;
  /** Milliseconds until its next try is due, by the clock of the database; 0 when it is due. */
  readonly dueInMs: number;
  /** When something was heard of it last, as exactly as Postgres knows. */
  readonly heardAt: string;
}

export interface QuietQuery {
  readonly limit: number;
  /** The last one of the page before. */
  readonly after: QuietTask | null;
  /** How long nothing was heard of a waiting task, and of a running one. */
  readonly waitingForMs: number;
  readonly runningForMs: number;
  /** Leaves out what waits since before this moment, except retries that became due after it; null leaves nothing out. */
  readonly waitingSince: Date | null;
}

const columns = `${snapshotColumns('t')}, t.params, t.updated_at`;
const waitedLong = `t.updated_at < now() - $2::int * interval '1 millisecond'`;
const ranLong = `t.updated_at < now() - $3::int * interval '1 millisecond'`;

/** Index: running_tasks. What was heard of in the future is as quiet: the clock of the database was set back. */
const everything = `
  select ${columns} from ai_analysis_tasks t
  where t.status in ('PENDING', 'PROCESSING', 'RETRY')
    and t.updated_at >= $4::timestamptz and (t.updated_at, t.task_id) > ($4::timestamptz, $5::uuid)
    and (t.updated_at > now() or ${waitedLong} and (t.status <> 'PROCESSING' or ${ranLong}))`;

/** Indexes: running_tasks, tasks_by_status. One part each, for none of them may cost as much as the whole backlog. */
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
  select t.*, t.updated_at::text as heard_at,
    greatest(0, extract(epoch from coalesce(t.next_retry_at, now()) - now()) * 1000)::float8 as due_in_ms
  from (${found}) t
  order by t.updated_at, t.task_id
  limit $1`;

const beforeAll = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

/** Those of which was heard the longest ago first, so that a backlog of any length can be walked through. */
export async function listQuietTasks(database: DataSource, query: QuietQuery): Promise<QuietTask[]> {
  const { limit, after, waitingForMs, runningForMs, waitingSince } = query;
  const key = after === null ? beforeAll : [after.heardAt, after.snapshot.taskId];
  const values = [limit, waitingForMs, runningForMs, ...key];
  const [text, all] = waitingSince === null ? [page(everything), values] : [page(news), [...values, waitingSince]];
  // No name: a plan made for all values would read the whole ledger for the few that are new.
  const rows = await runStatement<QuietRow>(database, { name: '', text }, all);
  return rows.map((row) => ({
    snapshot: snapshotOf(row),
    params: row.params,
    dueInMs: row.due_in_ms,
    heardAt: row.heard_at,
  }));
}

interface QuietRow extends SnapshotRow {
  params: Record<string, unknown>;
  due_in_ms: number;
  heard_at: string;
}
