import { runStatement, type Database } from '@vocalborn/database';
import {
  analysableStatuses,
  recordStatusAfter,
  refusalOf,
  type RecordRefusal,
  type RecordStatus,
  type TaskSnapshot,
  type TaskState,
} from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Attempts after which a task is not run again: each of them adds to its history. */
export const mostAttempts = 100;

/** The outcome of a rerun. Only `rerun` wrote anything. */
export type RerunOutcome =
  | { readonly outcome: 'rerun'; readonly snapshot: TaskSnapshot; readonly params: Record<string, unknown> }
  | { readonly outcome: 'task-not-retryable'; readonly status: TaskState }
  | { readonly outcome: Exclude<RecordRefusal, 'analysis-running'> }
  | { readonly outcome: 'analysis-running'; readonly taskId: string | null }
  | { readonly outcome: 'too-many-attempts' }
  | { readonly outcome: 'not-found' };

interface RerunRow extends Partial<SnapshotRow> {
  readonly params: Record<string, unknown> | null;
  readonly status_before: TaskState;
  readonly attempt_before: number;
  readonly record_status: RecordStatus;
  readonly running_task_id: string | null;
  readonly lacks_audio: boolean;
}

/**
 * Queues a FAILURE or REVOKED task of an analysable record again. Raises the attempt number, which fences off workers of
 * earlier attempts; resets the counts of retries and lost attempts; keeps the history. The row locks, first on the task
 * as in every other command, serialise reruns and new submissions of the record; the primary key of open_tasks refuses a
 * second task of the record. Indexes: primary keys.
 */
const statement = {
  name: 'rerun-task',
  text: `
    with task as (
      select t.task_id, t.practice_record_id, t.status, t.attempt, t.requested_by from ai_analysis_tasks t where t.task_id = $1 for update of t
    ), record as (
      select r.practice_record_id, r.record_status, r.ai_task_id, r.audio_key from practice_records r
      join task using (practice_record_id) for update of r
    ), opened as (
      insert into open_tasks (practice_record_id, task_id, requested_by, due_at)
      select practice_record_id, task.task_id, task.requested_by, now() from task join record using (practice_record_id)
      where task.status in ('FAILURE', 'REVOKED') and task.attempt < ${mostAttempts}
        and record.record_status = any ('{${analysableStatuses.join(',')}}') and record.audio_key is not null
      on conflict (practice_record_id) do nothing
      returning task_id
    ), rerun as (
      update ai_analysis_tasks t set status = 'PENDING', attempt = t.attempt + 1, progress = 0, current_step = 'queued',
        worker_name = null, started_at = null, completed_at = null, error_kind = null, error_message = null,
        traceback = null, retry_count = 0, max_retries = null, lost_tries = 0, updated_at = now()
      from opened where t.task_id = opened.task_id
      returning t.*
    ), marked as (
      update practice_records r set record_status = '${recordStatusAfter.taskQueued}', ai_task_id = rerun.task_id, updated_at = now()
      from rerun where r.practice_record_id = rerun.practice_record_id
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, attempt, 'PENDING', 0, 'queued' from rerun
    )
    select task.status as status_before, task.attempt as attempt_before, record.record_status, record.ai_task_id as running_task_id,
      record.audio_key is null as lacks_audio, t.params, ${snapshotColumns('t')}
    from task join record on true left join rerun t on true`,
};

/** Makes an ended task PENDING again, or tells why it is refused. */
export async function rerunTask(database: Database, taskId: string): Promise<RerunOutcome> {
  const [row] = await runStatement<RerunRow>(database, statement, [taskId]);
  if (!row) return { outcome: 'not-found' };
  if (row.task_id) return { outcome: 'rerun', snapshot: snapshotOf(row as SnapshotRow), params: row.params ?? {} };
  if (row.status_before !== 'FAILURE' && row.status_before !== 'REVOKED') {
    return { outcome: 'task-not-retryable', status: row.status_before };
  }
  if (row.attempt_before >= mostAttempts) return { outcome: 'too-many-attempts' };
  const refusal = refusalOf(row.record_status) ?? (row.lacks_audio ? 'record-without-audio' : 'analysis-running');
  return refusal === 'analysis-running' ? { outcome: refusal, taskId: row.running_task_id } : { outcome: refusal };
}
