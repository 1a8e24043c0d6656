import { eraseRecordRows, inTransaction, type Database, type Query } from '@vocalborn/database';
import type { Caller } from '@vocalborn/task';

/** The outcome of an erasure in Postgres. Only `erased` wrote anything. */
export type RowErasure =
  | { readonly outcome: 'erased' }
  | { readonly outcome: 'open-tasks'; readonly taskIds: readonly string[] }
  | { readonly outcome: 'not-found' };

/** Locked in the order in which every command locks, first the tasks and then their record. Indexes: tasks_by_record. */
const lockTasks = 'select task_id from ai_analysis_tasks where practice_record_id = $1 order by task_id for update';

const lockRecord = `
  select user_id, to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as requested_at
  from practice_records where practice_record_id = $1 for update`;

/** The tasks that have not ended, and how many there are in all: one may have been accepted before the record was locked. */
const findOpen = `
  select count(*)::int as tasks, coalesce(array_agg(task_id)
    filter (where status in ('PENDING', 'PROCESSING', 'RETRY')), '{}') as open
  from ai_analysis_tasks where practice_record_id = $1`;

/**
 * Deletes all rows about a practice record in one transaction, and notes who erased it and what remains to be removed
 * elsewhere. Does nothing while a task of the record has not ended. Does not check the caller.
 */
export function eraseRows(database: Database, practiceRecordId: string, caller: Caller): Promise<RowErasure> {
  return inTransaction(database, async (query: Query) => {
    const locked = await query(lockTasks, [practiceRecordId]);
    const [record] = (await query(lockRecord, [practiceRecordId])) as { user_id: string; requested_at: string }[];
    if (!record) return { outcome: 'not-found' };
    const [{ tasks, open } = { tasks: 0, open: [] }] = (await query(findOpen, [practiceRecordId])) as Found[];
    if (open.length > 0 || tasks !== locked.length) return { outcome: 'open-tasks', taskIds: open };
    const { user_id: userId, requested_at: requestedAt } = record;
    await eraseRecordRows(query, [
      { practiceRecordId, userId, erasedBy: caller.userId, role: caller.role, requestedAt },
    ]);
    return { outcome: 'erased' };
  });
}

interface Found {
  readonly tasks: number;
  readonly open: readonly string[];
}
