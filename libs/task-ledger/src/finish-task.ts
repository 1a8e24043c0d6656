import { runStatement, type DataSource } from '@vocalborn/database';
import type { StepMark, TaskSnapshot } from '@vocalborn/task';
import { noteSteps, stepArrays } from './note-steps.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A result to store with the end of the try that produced it. */
export interface FinishedTry {
  readonly taskId: string;
  readonly attempt: number;
  readonly resultId: string;
  readonly analysisResult: Record<string, unknown>;
  readonly analysisModelVersion: string;
  readonly audioDurationSeconds: number | null;
  /** Steps that are not in the history yet. */
  readonly steps: readonly StepMark[];
}

/**
 * Expected: PROCESSING under the same attempt. Ends the task, stores its result, marks the record and writes the
 * history in one statement: there is no moment in which a task succeeded without a result, nor the other way round.
 * Index: primary key.
 */
const statement = {
  name: 'finish-task',
  text: `
    with ended as (
      update ai_analysis_tasks t set status = 'SUCCESS', progress = 100, current_step = 'completed', result_id = $3,
        completed_at = now(), handed_back_at = null, updated_at = now()
      where task_id = $1 and attempt = $2 and status = 'PROCESSING'
      returning t.*
    ), stored as (
      insert into ai_analysis_results
        (result_id, task_id, analysis_result, analysis_model_version, processing_time_seconds)
      select $3, task_id, $4, $5, extract(epoch from completed_at - started_at) from ended
    ), marked as (
      update practice_records r set record_status = 'ai_analyzed', updated_at = now(),
        audio_duration = coalesce($6, audio_duration)
      from ended where r.practice_record_id = ended.practice_record_id and r.ai_task_id = ended.task_id
    ), noted as (${noteSteps('ended', 7)})
    select ${snapshotColumns('t')} from ended t`,
};

/** Ends the task as SUCCESS; null when this attempt no longer owns it, and then nothing was written. */
export async function finishTask(database: DataSource, finished: FinishedTry): Promise<TaskSnapshot | null> {
  const [row] = await runStatement<SnapshotRow>(database, statement, [
    finished.taskId,
    finished.attempt,
    finished.resultId,
    finished.analysisResult,
    finished.analysisModelVersion,
    finished.audioDurationSeconds,
    ...stepArrays(finished.steps),
  ]);
  return row ? snapshotOf(row) : null;
}
