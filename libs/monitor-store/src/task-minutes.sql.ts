import { processingBounds } from '@vocalborn/monitoring-rules';

const buckets = Array.from(
  { length: processingBounds.length + 1 },
  (_, index) => `count(*) filter (where bucket = ${index})::int`,
);

/** The columns of `task_minutes` and `task_hours` after the time, in the order of the statements of this file. */
export const figureColumns = [
  ...['accepted', 'started', 'succeeded', 'failed', 'retried', 'revoked', 'waits', 'wait_seconds'],
  ...['longest_wait_seconds', 'processing_seconds', 'processing_buckets', 'unusable'],
];

/**
 * SQL for the figures of tasks per minute between the instants $1 (inclusive) and $2 (exclusive), from their events.
 * All times are of the database's clock. The wait of a claim begins when the task was queued or its retry was due. A
 * takeover from a lost worker has no wait. Indexes: state_changes_by_time, events_by_task.
 */
export const minutesFromEvents = `
  select date_trunc('minute', at) as minute,
    (count(*) filter (where status = 'PENDING'))::int as accepted,
    (count(*) filter (where status = 'PROCESSING'))::int as started,
    (count(*) filter (where status = 'SUCCESS'))::int as succeeded,
    (count(*) filter (where status = 'FAILURE'))::int as failed,
    (count(*) filter (where status = 'RETRY'))::int as retried,
    (count(*) filter (where status = 'REVOKED'))::int as revoked,
    count(waited)::int as waits,
    coalesce(sum(waited), 0)::float8 as wait_seconds,
    max(waited)::float8 as longest_wait_seconds,
    coalesce(sum(processed), 0)::float8 as processing_seconds,
    array[${buckets.join(', ')}] as processing_buckets,
    (count(*) filter (where status = 'FAILURE' and error_kind = 'file'))::int as unusable
  from (
    select e.at, e.status, e.error_kind, waited, processed,
      width_bucket(processed, array[${processingBounds.join(', ')}]::float8[]) as bucket
    from ai_analysis_task_events e
    left join lateral (
      select extract(epoch from e.at - claim.at)::float8 as processed from ai_analysis_task_events claim
      where e.status = 'SUCCESS' and claim.task_id = e.task_id and claim.attempt = e.attempt
        and claim.status = 'PROCESSING' and claim.current_step = 'initialising'
      order by claim.event_id limit 1
    ) success on true
    left join lateral (
      select greatest(0, extract(epoch from e.at - coalesce(due.next_retry_at, due.at)))::float8 as waited
      from ai_analysis_task_events due
      where e.status = 'PROCESSING' and due.task_id = e.task_id and due.attempt = e.attempt - 1
        and due.status in ('PENDING', 'RETRY')
      order by due.event_id desc limit 1
    ) claimed on true
    where e.at >= $1 and e.at < $2 and (e.status <> 'PROCESSING' or e.current_step = 'initialising')
  ) happened
  group by 1`;

/** SQL for the start of the hour of an instant, in any time zone of the session. */
export const hourOf = (at: string): string => `date_bin('1 hour', ${at}, '2000-01-01T00:00:00Z')`;

/** SQL for the sums over the rows named `m`, with the columns of `FiguresRow`. */
export const sumOfMinutes = `
  coalesce(sum(m.accepted), 0)::int as accepted, coalesce(sum(m.started), 0)::int as started,
  coalesce(sum(m.succeeded), 0)::int as succeeded, coalesce(sum(m.failed), 0)::int as failed,
  coalesce(sum(m.retried), 0)::int as retried, coalesce(sum(m.revoked), 0)::int as revoked,
  coalesce(sum(m.waits), 0)::int as waits, coalesce(sum(m.wait_seconds), 0)::float8 as wait_seconds,
  max(m.longest_wait_seconds)::float8 as longest_wait_seconds,
  coalesce(sum(m.processing_seconds), 0)::float8 as processing_seconds,
  array[${Array.from(
    { length: processingBounds.length + 1 },
    (_, index) => `coalesce(sum(m.processing_buckets[${index + 1}]), 0)::int`,
  ).join(', ')}] as processing_buckets, coalesce(sum(m.unusable), 0)::int as unusable`;

/**
 * Number of minutes before the present one in which an event may still appear. Statements and idle transactions last at
 * most 15 s, so an event is visible at most 15 s after its time.
 */
export const unsettledMinutes = 2;
