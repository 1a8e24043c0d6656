import { runStatement, type DataSource } from '@vocalborn/database';
import type { StepMark, TaskFault, TaskSnapshot } from '@vocalborn/task';
import { newestProgress, noteSteps, stepArrays } from './note-steps.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A try that failed. */
export interface FailedTry {
  readonly taskId: string;
  readonly attempt: number;
  readonly fault: TaskFault;
  readonly retryCount: number;
  readonly maxRetries: number;
  /** Steps that are not in the history yet. */
  readonly steps: readonly StepMark[];
}

/**
 * Expected: PROCESSING under the same attempt. The delay counts from the database's clock, so that a worker's skewed
 * one cannot bring a retry forward. Index: primary key.
 */
const retryStatement = {
  name: 'schedule-retry',
  text: `
    with ended as (
      update ai_analysis_tasks t set status = 'RETRY', progress = greatest(progress, ${newestProgress(9)}), current_step = 'waiting_for_retry', error_kind = $3,
        error_message = $4, traceback = $5, retry_count = $6, max_retries = $7,
        next_retry_at = now() + $11 * interval '1 millisecond', handed_back_at = null, updated_at = now()
      where task_id = $1 and attempt = $2 and status = 'PROCESSING'
      returning t.*
    ), marked as (
      update practice_records r set record_status = 'ai_queued', updated_at = now()
      from ended where r.practice_record_id = ended.practice_record_id and r.ai_task_id = ended.task_id
    ), noted as (${noteSteps('ended', 8)})
    select ${snapshotColumns('t')} from ended t`,
};

/**
 * Expected: PROCESSING under the same attempt. The record goes back to `recorded`, so that its owner can submit it
 * again. Index: primary key.
 */
const failureStatement = {
  name: 'fail-task',
  text: `
    with ended as (
      update ai_analysis_tasks t set status = 'FAILURE', progress = greatest(progress, ${newestProgress(9)}), current_step = 'failed', error_kind = $3,
        error_message = $4, traceback = $5, retry_count = $6, max_retries = $7, completed_at = now(),
        handed_back_at = null, updated_at = now()
      where task_id = $1 and attempt = $2 and status = 'PROCESSING'
      returning t.*
    ), marked as (
      update practice_records r set record_status = 'recorded', updated_at = now()
      from ended where r.practice_record_id = ended.practice_record_id and r.ai_task_id = ended.task_id
    ), noted as (${noteSteps('ended', 8)})
    select ${snapshotColumns('t')} from ended t`,
};

/** Ends the try and plans another after `delayMs`; null when this attempt no longer owns the task. */
export async function scheduleRetry(
  database: DataSource,
  failed: FailedTry,
  delayMs: number,
): Promise<TaskSnapshot | null> {
  const [row] = await runStatement<SnapshotRow>(database, retryStatement, [...valuesOf(failed), delayMs]);
  return row ? snapshotOf(row) : null;
}

/** Ends the task as FAILURE; null when this attempt no longer owns it. */
export async function failTask(database: DataSource, failed: FailedTry): Promise<TaskSnapshot | null> {
  const [row] = await runStatement<SnapshotRow>(database, failureStatement, valuesOf(failed));
  return row ? snapshotOf(row) : null;
}

function valuesOf(failed: FailedTry): unknown[] {
  const { taskId, attempt, fault, retryCount, maxRetries, steps } = failed;
  return [taskId, attempt, fault.kind, fault.message, fault.traceback, retryCount, maxRetries, ...stepArrays(steps)];
}
