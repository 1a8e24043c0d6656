import { runStatement, type Database } from '@vocalborn/database';
import type { ErrorKind } from '@vocalborn/task';

/** Failed attempts with the same kind and message. */
export interface FailedAttempts {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly attempts: number;
  /** Attempts among them that ended their task as FAILURE. */
  readonly failures: number;
  readonly latestTaskId: string;
  /** Seconds since the latest of them; null when a task succeeded after it. */
  readonly unresolvedSeconds: number | null;
  /** Size of the largest recording among them. */
  readonly largestBytes: number | null;
}

/** Indexes: state_changes_by_time; then primary keys. */
const statement = {
  name: 'count-failed-attempts',
  text: `
    with lately as (
      select at as succeeded_at from ai_analysis_task_events
      where (status <> 'PROCESSING' or current_step = 'initialising') and status = 'SUCCESS'
        and at > now() - $1 * interval '1 second'
      order by at desc limit 1
    )
    select e.error_kind as kind, e.error_message as message, count(*)::int as attempts,
      count(*) filter (where e.status = 'FAILURE')::int as failures,
      (array_agg(e.task_id order by e.event_id desc))[1] as "latestTaskId", max(r.audio_size) as "largestBytes",
      case when max(e.at) > coalesce((select succeeded_at from lately), '-infinity')
        then extract(epoch from clock_timestamp() - max(e.at))::float8 end as "unresolvedSeconds"
    from ai_analysis_task_events e
    join ai_analysis_tasks t using (task_id) join practice_records r using (practice_record_id)
    where (e.status <> 'PROCESSING' or e.current_step = 'initialising') and e.status in ('RETRY', 'FAILURE')
      and e.at > now() - $1 * interval '1 second'
    group by e.error_kind, e.error_message order by count(*) desc limit $2`,
};

/** Why attempts failed within the last seconds, the most frequent reason first. */
export function countFailedAttempts(database: Database, withinSeconds: number, limit = 100): Promise<FailedAttempts[]> {
  return runStatement<FailedAttempts>(database, statement, [withinSeconds, limit]);
}
