import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot } from '@vocalborn/task-contract';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A task that has not ended and about which nothing was heard for a while, with what it takes to queue it again. */
export interface QuietTask {
  readonly snapshot: TaskSnapshot;
  readonly params: Record<string, unknown>;
  /** Milliseconds until its next try is due, by the clock of the database; 0 when it is due. */
  readonly dueInMs: number;
}

/** In pages that begin after the given task id, so that a backlog of any length can be walked through. Index: running_tasks. */
const statement = {
  name: 'list-quiet-tasks',
  text: `
    select ${snapshotColumns('t')}, t.params,
      greatest(0, extract(epoch from coalesce(t.next_retry_at, now()) - now()) * 1000)::float8 as due_in_ms
    from ai_analysis_tasks t
    where t.status in ('PENDING', 'PROCESSING', 'RETRY') and t.task_id > $2
      and t.updated_at < now() - (case when t.status = 'PROCESSING' then $4::int else $3::int end) * interval '1 millisecond'
      and ($5::timestamptz is null or t.status = 'PROCESSING' or t.updated_at >= $5
        or t.next_retry_at between $5 and now())
    order by t.task_id
    limit $1`,
};

export interface QuietQuery {
  readonly limit: number;
  readonly afterTaskId: string | null;
  /** How long nothing was heard of a waiting task, and of a running one. */
  readonly waitingForMs: number;
  readonly runningForMs: number;
  /** Leaves out what waits since before this moment, except retries that became due after it; null leaves nothing out. */
  readonly waitingSince: Date | null;
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

export async function listQuietTasks(database: DataSource, query: QuietQuery): Promise<QuietTask[]> {
  const values = [
    query.limit,
    query.afterTaskId ?? beforeAll,
    query.waitingForMs,
    query.runningForMs,
    query.waitingSince,
  ];
  const rows = await runStatement<SnapshotRow & { params: Record<string, unknown>; due_in_ms: number }>(
    database,
    statement,
    values,
  );
  return rows.map((row) => ({ snapshot: snapshotOf(row), params: row.params, dueInMs: row.due_in_ms }));
}
