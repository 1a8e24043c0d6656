import { runStatement, type Database } from '@vocalborn/database';
import type { TaskState } from '@vocalborn/task';

/** A task that has not ended and of which nothing was heard for a while, with what is needed to queue it again. */
export interface StaleTask {
  readonly taskId: string;
  readonly userId: string;
  readonly practiceRecordId: string;
  readonly params: Record<string, unknown>;
  readonly status: TaskState;
  readonly nextRetryAt: Date | null;
  /** Milliseconds until its retry is due, by the database's clock; 0 when it is due. */
  readonly dueInMs: number;
  /** Time from which a worker may start it, in microseconds as Postgres prints it: the key of the page after it. */
  readonly dueAt: string;
}

export interface StaleQuery {
  readonly limit: number;
  /** The last task of the previous page; null for the first page. */
  readonly after: StaleTask | null;
  /** Minimum time since the last update of a waiting task, whether it is due or waits for its retry. */
  readonly waitingForMs: number;
  /** Minimum time since the last update of a running task. */
  readonly runningForMs: number;
  /**
   * Leaves out waiting tasks that became due before this time and those that are not due yet, and lists a retry as soon as
   * it is due; null: leaves out none.
   */
  readonly waitingSince: Date | null;
}

const columns = `t.task_id, t.user_id, t.practice_record_id, t.params, t.status, t.next_retry_at, o.due_at`;
/** `offset 0` makes Postgres look up each task, so that a page costs no more than its tasks. */
const tasks = `open_tasks o cross join lateral (
    select * from ai_analysis_tasks t where t.task_id = o.task_id offset 0
  ) t`;
const waitedLong = `t.updated_at < now() - $2::int * interval '1 millisecond'`;
const ranLong = `t.updated_at < now() - $3::int * interval '1 millisecond'`;

/** Reads each open task once in all pages together, in the order of open_tasks_by_due. */
const everything = `
  select ${columns} from ${tasks}
  where o.due_at >= $4::timestamptz and (o.due_at, o.task_id) > ($4::timestamptz, $5::uuid)
    and (t.updated_at > now() or case when o.running then ${ranLong} else ${waitedLong} end)`;

/** Reads the tasks that became due since $6 by open_tasks_by_due, and the whole of the narrow open_tasks for running ones. */
const news = `
  select * from (
    select ${columns} from ${tasks}
    where not o.running and o.due_at between $6::timestamptz and now() and (${waitedLong} or t.status = 'RETRY')
    union all
    select ${columns} from ${tasks} where o.running and ${ranLong}
  ) t
  where (t.due_at, t.task_id) > ($4::timestamptz, $5::uuid)`;

const page = (found: string): string => `
  select t.*, t.due_at::text as due_at_text,
    greatest(0, extract(epoch from coalesce(t.next_retry_at, now()) - now()) * 1000)::float8 as due_in_ms
  from (${found}) t
  order by t.due_at, t.task_id
  limit $1`;

const beforeAll = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

/**
 * One page of stale tasks, in the order in which they are due. An update in the future also counts as stale: the database's
 * clock was set back. Indexes: open_tasks_by_due, primary key.
 */
export async function listStaleTasks(database: Database, query: StaleQuery): Promise<StaleTask[]> {
  const { limit, after, waitingForMs, runningForMs, waitingSince } = query;
  const key = after === null ? beforeAll : [after.dueAt, after.taskId];
  const values = [limit, waitingForMs, runningForMs, ...key];
  const [text, all] = waitingSince === null ? [page(everything), values] : [page(news), [...values, waitingSince]];
  // No name: a generic plan would read the whole backlog for the few new tasks.
  const rows = await runStatement<StaleRow>(database, { name: '', text }, all);
  return rows.map((row) => ({
    taskId: row.task_id,
    userId: row.user_id,
    practiceRecordId: row.practice_record_id,
    params: row.params,
    status: row.status,
    nextRetryAt: row.next_retry_at,
    dueInMs: row.due_in_ms,
    dueAt: row.due_at_text,
  }));
}

interface StaleRow {
  task_id: string;
  user_id: string;
  practice_record_id: string;
  params: Record<string, unknown>;
  status: TaskState;
  next_retry_at: Date | null;
  due_in_ms: number;
  due_at_text: string;
}
