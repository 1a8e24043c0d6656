import { runStatement, type DataSource } from '@vocalborn/database';
import type { StepMark, TaskSnapshot } from '@vocalborn/task';
import { newestProgress, noteSteps, stepArrays } from './note-steps.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

/** A try that its worker gives back unfinished. */
export interface HandedBackTry {
  readonly taskId: string;
  readonly attempt: number;
  /** Steps that are not in the history yet. */
  readonly steps: readonly StepMark[];
}

/**
 * Expected: PROCESSING under the same attempt. The state stays, for giving back is neither a failure nor a new wait of
 * the retry table; the next claim takes the task over without counting a lost try. Index: primary key.
 */
const statement = {
  name: 'hand-back-try',
  text: `
    with ended as (
      update ai_analysis_tasks t set handed_back_at = now(), current_step = 'handed_over',
        progress = greatest(progress, ${newestProgress(4)}), updated_at = now()
      where task_id = $1 and attempt = $2 and status = 'PROCESSING'
      returning t.*
    ), noted as (${noteSteps('ended', 3)})
    select ${snapshotColumns('t')} from ended t`,
};

/** Marks the try as given back; null when this attempt no longer owns the task. */
export async function handBack(database: DataSource, given: HandedBackTry): Promise<TaskSnapshot | null> {
  const values = [given.taskId, given.attempt, ...stepArrays(given.steps)];
  const [row] = await runStatement<SnapshotRow>(database, statement, values);
  return row ? snapshotOf(row) : null;
}
