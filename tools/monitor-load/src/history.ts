import type { System } from '@vocalborn/system-harness';

/** Tasks per insert: a statement stays below a second or two. */
const batch = 20_000;

/**
 * Fills the database with ended tasks, spread evenly over the last thirty days, each with the events of its life: of
 * twenty one fails, one is cancelled, two are tried twice. Users, records and workers are few, kinds of errors mixed.
 */
export async function writeHistory(system: System, tasks: number, show: (written: number) => void): Promise<void> {
  const records = await system.query<{ id: string }>('select practice_record_id as id from practice_records limit 50');
  const ids = records.map(({ id }) => id);
  for (let from = 0; from < tasks; from += batch) {
    const until = Math.min(tasks, from + batch);
    await system.query(insertTasks, [from, until, tasks, ids]);
    show(until);
  }
  await system.query(insertEvents);
  await system.query('vacuum analyze');
}

const insertTasks = `
  insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, attempt, progress,
    current_step, worker_name, error_kind, error_message, traceback, retry_count, max_retries, result_id, created_at,
    started_at, completed_at)
  select gen_random_uuid(), record.user_id, record.user_id, record.practice_record_id, state,
    1 + retries, case state when 'SUCCESS' then 100 else 40 end,
    case state when 'SUCCESS' then 'completed' when 'FAILURE' then 'failed' else 'revoked' end,
    'worker' || n % 8 || '@host' || n % 3,
    case state when 'FAILURE' then (array['network', 'ai_service', 'file', 'timeout'])[1 + n % 4] end,
    case state when 'FAILURE' then 'it failed' end, case state when 'FAILURE' then repeat('at some line of code; ', 40) end,
    retries, 3, case state when 'SUCCESS' then gen_random_uuid() end, created,
    created + interval '2 s', created + interval '2 s' + (10 + n % 50) * interval '1 s'
  from (
    select n, now() - interval '30 days' * (1 - n::float8 / $3) - interval '5 minutes' as created,
      case n % 20 when 7 then 'FAILURE' when 13 then 'REVOKED' else 'SUCCESS' end as state,
      case when n % 10 = 7 then 1 else 0 end as retries
    from generate_series($1::int, $2::int - 1) n
  ) task
  join practice_records record on record.practice_record_id = ($4::uuid[])[1 + n % array_length($4::uuid[], 1)]`;

const insertEvents = `
  insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, error_kind,
    error_message, next_retry_at, at)
  select task_id, try, state, reached, step, worker_name, kind, message, due, moment
  from ai_analysis_tasks task
  cross join lateral (
    select 0, 'PENDING', 0, 'queued', null::text, null::text, null::timestamptz, created_at
    union all select 1, 'PROCESSING', 10, 'initialising', null, null, null, started_at
    union all select 1, 'RETRY', 40, 'waiting_for_retry', 'network', 'it failed', started_at + interval '2 s',
      started_at + interval '1 s' where retry_count > 0
    union all select 2, 'PROCESSING', 10, 'initialising', null, null, null, started_at + interval '3 s'
      where retry_count > 0
    union all select attempt, 'PROCESSING', 40, 'measuring', null, null, null, completed_at - interval '4 s'
    union all select attempt, 'PROCESSING', 90, 'storing_result', null, null, null, completed_at - interval '1 s'
    union all select attempt, status, progress, current_step, error_kind, error_message, null, completed_at
  ) event (try, state, reached, step, kind, message, due, moment)
  order by moment`;
