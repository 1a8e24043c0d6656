import { runStatement, type Database } from '@vocalborn/database';
import { recordStatusAfter, type TaskSnapshot } from '@vocalborn/task';
import { openTaskEnded } from '../open-task-row.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/**
 * Cancels a task in any state that is not final, under any attempt. The attempt number stays: the state alone fences off
 * the worker. The record can be submitted again. Indexes: primary keys.
 */
const statement = {
  name: 'cancel-task',
  text: `
    with ended as (
      update ai_analysis_tasks t set status = 'REVOKED', current_step = 'revoked', completed_at = now(),
        next_retry_at = null, handed_back_at = null, updated_at = now()
      where task_id = $1 and status in ('PENDING', 'PROCESSING', 'RETRY')
      returning t.*
    ), ${openTaskEnded('ended')}, marked as (
      update practice_records r set record_status = '${recordStatusAfter.taskCancelled}', updated_at = now()
      from ended where r.practice_record_id = ended.practice_record_id and r.ai_task_id = ended.task_id
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name)
      select task_id, attempt, status, progress, current_step, worker_name from ended
    )
    select ${snapshotColumns('t')} from ended t`,
};

/** Ends the task as REVOKED; null when it has already ended or is unknown. */
export async function cancelTask(database: Database, taskId: string): Promise<TaskSnapshot | null> {
  const [row] = await runStatement<SnapshotRow>(database, statement, [taskId]);
  return row ? snapshotOf(row) : null;
}
