import { runStatement, type DataSource } from '@vocalborn/database';
import type { TaskSnapshot, TaskState } from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** What became of the wish to run an ended task again; only `reopened` wrote anything. */
export type ReopenOutcome =
  | { readonly outcome: 'reopened'; readonly snapshot: TaskSnapshot; readonly params: Record<string, unknown> }
  | { readonly outcome: 'task-not-retryable'; readonly status: TaskState }
  | { readonly outcome: 'record-already-reviewed' }
  | { readonly outcome: 'record-without-audio' }
  | { readonly outcome: 'analysis-running'; readonly taskId: string | null }
  | { readonly outcome: 'not-found' };

interface ReopenRow extends Partial<SnapshotRow> {
  params: Record<string, unknown> | null;
  status_before: TaskState;
  record_status: string;
  running_task_id: string | null;
}

/**
 * Expected: FAILURE or REVOKED, of a record that may be analysed. The attempt rises, so that nothing a worker of an
 * earlier one still writes can touch the task; counts of retries and lost tries begin anew, the history stays. The row
 * lock on the record makes this and new submissions of the record queue up. Indexes: primary keys.
 */
const statement = {
  name: 'reopen-task',
  text: `
    with task as (
      select t.task_id, t.practice_record_id, t.status from ai_analysis_tasks t where t.task_id = $1
    ), record as (
      select r.practice_record_id, r.record_status, r.ai_task_id, r.audio_key from practice_records r
      join task using (practice_record_id) for update of r
    ), reopened as (
      update ai_analysis_tasks t set status = 'PENDING', attempt = t.attempt + 1, progress = 0, current_step = 'queued',
        worker_name = null, started_at = null, completed_at = null, error_kind = null, error_message = null,
        traceback = null, retry_count = 0, max_retries = null, lost_tries = 0, updated_at = now()
      from record
      where t.task_id = $1 and t.status in ('FAILURE', 'REVOKED')
        and record.record_status in ('recorded', 'ai_analyzed') and record.audio_key is not null
      returning t.*
    ), marked as (
      update practice_records r set record_status = 'ai_queued', ai_task_id = reopened.task_id, updated_at = now()
      from reopened where r.practice_record_id = reopened.practice_record_id
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, attempt, 'PENDING', 0, 'queued' from reopened
    )
    select task.status as status_before, record.record_status, record.ai_task_id as running_task_id,
      t.params, ${snapshotColumns('t')}
    from task join record on true left join reopened t on true`,
};

/** Sends an ended task back to the queue's end; says why not when it cannot be. */
export async function reopenTask(database: DataSource, taskId: string): Promise<ReopenOutcome> {
  const [row] = await runStatement<ReopenRow>(database, statement, [taskId]);
  if (!row) return { outcome: 'not-found' };
  if (row.task_id) return { outcome: 'reopened', snapshot: snapshotOf(row as SnapshotRow), params: row.params ?? {} };
  if (row.status_before !== 'FAILURE' && row.status_before !== 'REVOKED') {
    return { outcome: 'task-not-retryable', status: row.status_before };
  }
  if (row.record_status === 'analyzed') return { outcome: 'record-already-reviewed' };
  if (row.record_status === 'pending') return { outcome: 'record-without-audio' };
  return { outcome: 'analysis-running', taskId: row.running_task_id };
}
