import { runStatement, type Database } from '@vocalborn/database';
import {
  recordStatusAfter,
  type RecordStatus,
  type StepMark,
  type TaskFault,
  type TaskSnapshot,
} from '@vocalborn/task';
import { maxLostAttempts } from './claim-and-succeed.js';
import { openTaskEnded, openTaskWaits } from '../open-task-row.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** What every ending names: the attempt that must still own the task, and the steps that the history lacks. */
interface AttemptEnding {
  readonly taskId: string;
  readonly attempt: number;
  readonly steps: readonly StepMark[];
}

/** An attempt that failed. */
export interface FailedAttempt extends AttemptEnding {
  readonly fault: TaskFault;
  readonly retryCount: number;
  readonly maxRetries: number;
}

/** An attempt that its worker gives back unfinished. */
export type HandedBackAttempt = AttemptEnding;

/** Every statement takes the attempt as $1 and $2, the steps as three arrays in $3 to $5, and its own values from $6. */
const ownedAttempt = `task_id = $1 and attempt = $2 and status = 'PROCESSING'`;
const progressReached = `greatest(progress, coalesce((select max(p) from unnest($4::int[]) as p), 0))`;

/**
 * One statement that ends an attempt: updates the task where the attempt still owns it, its row in open_tasks and the
 * record's status, and writes the last steps and the ending to the history in this order. All of it happens or none.
 * Indexes: primary keys.
 * @param set SQL assignments of the task's new columns
 * @param record the record's new status, and further SQL assignments of its row; null leaves the record alone
 * @param further common table expressions that read from `ended`, and an SQL condition on the task
 */
function endingStatement(
  name: string,
  set: string,
  record: { readonly status: RecordStatus; readonly set?: string } | null,
  further: { readonly expressions?: readonly string[]; readonly condition?: string } = {},
): { name: string; text: string } {
  const marked = record
    ? `, marked as (
      update practice_records r set record_status = '${record.status}', updated_at = now()${record.set ?? ''}
      from ended where r.practice_record_id = ended.practice_record_id and r.ai_task_id = ended.task_id
    )`
    : '';
  const text = `
    with ended as (
      update ai_analysis_tasks t set ${set}, updated_at = now()
      where ${ownedAttempt}${further.condition ? ` and ${further.condition}` : ''}
      returning t.*
    )${marked}${(further.expressions ?? []).map((expression) => `, ${expression}`).join('')}, noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, error_kind,
        error_message, traceback, next_retry_at, at)
      select task_id, attempt, 'PROCESSING', s.progress, s.step, worker_name, null, null, null, null, s.at
      from ended, unnest($3::text[], $4::int[], $5::timestamptz[]) as s (step, progress, at)
      union all
      select task_id, attempt, status, progress, current_step, worker_name, error_kind, error_message, traceback,
        next_retry_at, clock_timestamp()
      from ended
    )
    select ${snapshotColumns('t')} from ended t`;
  return { name, text };
}

const closed = openTaskEnded('ended');

const fault = `progress = ${progressReached}, error_kind = $6, error_message = $7, traceback = $8, retry_count = $9,
    max_retries = $10, handed_back_at = null`;

/** The delay counts from the database's clock, so that a worker's wrong clock cannot bring a retry forward. */
const retry = endingStatement(
  'schedule-retry',
  `status = 'RETRY', current_step = 'waiting_for_retry', ${fault}, next_retry_at = now() + $11 * interval '1 millisecond'`,
  { status: recordStatusAfter.taskQueued },
  { expressions: [openTaskWaits('ended')] },
);

const failure = endingStatement(
  'fail-task',
  `status = 'FAILURE', current_step = 'failed', ${fault}, completed_at = now()`,
  { status: recordStatusAfter.taskFailed },
  { expressions: [closed] },
);

/** The condition is the opposite of the claim's: a task that can still be taken over is left alone. */
const exhausted = endingStatement(
  'fail-exhausted-task',
  `status = 'FAILURE', current_step = 'failed', ${fault}, completed_at = now()`,
  { status: recordStatusAfter.taskFailed },
  { expressions: [closed], condition: `handed_back_at is null and lost_tries >= ${maxLostAttempts}` },
);

/** The state stays: handing back is neither a failure nor a retry. The next claim does not count a lost attempt. */
const handover = endingStatement(
  'hand-back-attempt',
  `handed_back_at = now(), current_step = 'handed_over', progress = ${progressReached}`,
  null,
);

/**
 * Ends the attempt and plans a retry after `delayMs`.
 * @returns null when the attempt no longer owns the task; nothing was written then
 */
export function scheduleRetry(
  database: Database,
  failed: FailedAttempt,
  delayMs: number,
): Promise<TaskSnapshot | null> {
  return end(database, retry, failed, [...faultValues(failed), delayMs]);
}

/**
 * Ends the task as FAILURE.
 * @returns null when the attempt no longer owns the task; nothing was written then
 */
export function failTask(database: Database, failed: FailedAttempt): Promise<TaskSnapshot | null> {
  return end(database, failure, failed, faultValues(failed));
}

/**
 * Ends a task as FAILURE whose workers were lost too often.
 * @returns null when the attempt no longer owns the task, or another worker may take it over; nothing was written then
 */
export function failExhaustedTask(database: Database, failed: FailedAttempt): Promise<TaskSnapshot | null> {
  return end(database, exhausted, failed, faultValues(failed));
}

/**
 * Marks the attempt as handed back.
 * @returns null when the attempt no longer owns the task; nothing was written then
 */
export function handBack(database: Database, given: HandedBackAttempt): Promise<TaskSnapshot | null> {
  return end(database, handover, given, []);
}

async function end(
  database: Database,
  statement: { name: string; text: string },
  { taskId, attempt, steps }: AttemptEnding,
  own: readonly unknown[],
): Promise<TaskSnapshot | null> {
  const stepArrays = [steps.map(({ step }) => step), steps.map(({ progress }) => progress), steps.map(({ at }) => at)];
  const [row] = await runStatement<SnapshotRow>(database, statement, [taskId, attempt, ...stepArrays, ...own]);
  return row ? snapshotOf(row) : null;
}

function faultValues({ fault: { kind, message, traceback }, retryCount, maxRetries }: FailedAttempt): unknown[] {
  return [kind, message, traceback, retryCount, maxRetries];
}
