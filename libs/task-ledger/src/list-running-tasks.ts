import { runStatement, type DataSource } from '@vocalborn/database';
import type { StepName } from '@vocalborn/task';

/** A task that is being run, and what may make it take long. */
export interface RunningTask {
  readonly taskId: string;
  readonly workerName: string;
  readonly step: StepName;
  readonly attempt: number;
  /** Seconds since the claim of this try, and since it last reached a step. */
  readonly runningSeconds: number;
  readonly quietSeconds: number;
  readonly audioBytes: number | null;
  readonly audioSeconds: number | null;
}

/** Index: running_tasks (partial). */
const statement = {
  name: 'list-running-tasks',
  text: `
    select t.task_id as "taskId", t.worker_name as "workerName", t.current_step as step, t.attempt,
      extract(epoch from now() - t.started_at)::float8 as "runningSeconds",
      extract(epoch from now() - t.updated_at)::float8 as "quietSeconds",
      r.audio_size as "audioBytes", r.audio_duration as "audioSeconds"
    from ai_analysis_tasks t join practice_records r using (practice_record_id)
    where t.status = 'PROCESSING'
    order by t.started_at limit $1`,
};

/** Tasks that are being run, those that began first at the head. */
export function listRunningTasks(database: DataSource, limit: number): Promise<RunningTask[]> {
  return runStatement<RunningTask>(database, statement, [limit]);
}
