import { runStatement, type DataSource } from '@vocalborn/database';
import type { ErrorKind } from '@vocalborn/task-contract';

/** Tries that failed alike. */
export interface FailedTries {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly tries: number;
  /** Of them, those that ended their task. */
  readonly failures: number;
  readonly latestTaskId: string;
  /** Size of the largest recording among them. */
  readonly largestBytes: number | null;
}

/** Index: state_changes_by_time; then primary keys. */
const statement = {
  name: 'count-failed-tries',
  text: `
    select e.error_kind as kind, e.error_message as message, count(*)::int as tries,
      count(*) filter (where e.status = 'FAILURE')::int as failures,
      (array_agg(e.task_id order by e.event_id desc))[1] as "latestTaskId", max(r.audio_size) as "largestBytes"
    from ai_analysis_task_events e
    join ai_analysis_tasks t using (task_id) join practice_records r using (practice_record_id)
    where (e.status <> 'PROCESSING' or e.current_step = 'initialising') and e.status in ('RETRY', 'FAILURE')
      and e.at > now() - $1 * interval '1 second'
    group by e.error_kind, e.error_message order by count(*) desc limit $2`,
};

/** Why tries failed within the last seconds, the most frequent reason first. */
export function countFailedTries(database: DataSource, withinSeconds: number, limit = 100): Promise<FailedTries[]> {
  return runStatement<FailedTries>(database, statement, [withinSeconds, limit]);
}
