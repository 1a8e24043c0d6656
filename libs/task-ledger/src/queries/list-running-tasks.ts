import { runStatement, type Database } from '@vocalborn/database';
import type { StepName } from '@vocalborn/task';

/** A running task, with the figures that explain a long run. */
export interface RunningTask {
  readonly taskId: string;
  readonly workerName: string;
  readonly step: StepName;
  readonly attempt: number;
  /** Seconds since the claim of this attempt. */
  readonly runningSeconds: number;
  /** Seconds since its last step. */
  readonly silentSeconds: number;
  readonly audioBytes: number | null;
  readonly audioSeconds: number | null;
}

/** Reads the narrow open_tasks once. Indexes: primary keys. */
const statement = {
  name: 'list-running-tasks',
  text: `
    select t.task_id as "taskId", t.worker_name as "workerName", t.current_step as step, t.attempt,
      extract(epoch from now() - t.started_at)::float8 as "runningSeconds",
      extract(epoch from now() - t.updated_at)::float8 as "silentSeconds",
      r.audio_size as "audioBytes", r.audio_duration as "audioSeconds"
    from open_tasks o
    cross join lateral (select * from ai_analysis_tasks t where t.task_id = o.task_id offset 0) t
    cross join lateral (
      select audio_size, audio_duration from practice_records r where r.practice_record_id = o.practice_record_id offset 0
    ) r
    where o.running
    order by t.started_at limit $1`,
};

/** Running tasks, the longest running first. */
export function listRunningTasks(database: Database, limit: number): Promise<RunningTask[]> {
  return runStatement<RunningTask>(database, statement, [limit]);
}
