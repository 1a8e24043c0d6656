import pg from 'pg';
import type { Side } from './side.js';

/** Tasks per statement: one takes about a second. */
const batch = 20_000;

/**
 * Adds ended tasks until so many are stored, spread evenly over thirty days and over all practice records, each with
 * the events of its life; of twenty, one fails and one is cancelled, and the others have a result.
 */
export async function addHistory(side: Side, size: number, show: (written: number) => void): Promise<void> {
  const client = new pg.Client({ connectionString: side.addresses.databaseUrl });
  await client.connect();
  try {
    // Neither triggers nor foreign keys: the rows are right, and checking millions of them takes minutes.
    await client.query('set session_replication_role = replica');
    await client.query(numberRecords);
    const stored = await client.query<{ tasks: string }>('select count(*) as tasks from ai_analysis_tasks');
    for (let from = Number(stored.rows[0]?.tasks); from < size; from += batch) {
      const until = Math.min(size, from + batch);
      await client.query(insertTasks, [from, until, size]);
      show(until);
    }
    await client.query('vacuum analyze');
    // What was filled in is written now, and not while something is measured.
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Numbers the records that no task of a measurement uses, so that a task finds its record by an index. */
const numberRecords = `
  drop table if exists numbered_records;
  create unlogged table numbered_records as
    select row_number() over () - 1 as number, practice_record_id, user_id from practice_records
    where record_status = 'recorded';
  alter table numbered_records add primary key (number);
  analyze numbered_records`;

const insertTasks = `
  with task as (
    insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, attempt, progress,
      current_step, worker_name, error_kind, error_message, retry_count, max_retries, result_id, created_at,
      started_at, completed_at, updated_at)
    select gen_random_uuid(), record.user_id, record.user_id, record.practice_record_id, state, 1,
      case state when 'SUCCESS' then 100 else 40 end,
      case state when 'SUCCESS' then 'completed' when 'FAILURE' then 'failed' else 'revoked' end,
      'worker' || n % 8 || '@host' || n % 3,
      case state when 'FAILURE' then (array['network', 'ai_service', 'file', 'timeout'])[1 + n % 4] end,
      case state when 'FAILURE' then 'it failed' end, 0, 3, case state when 'SUCCESS' then gen_random_uuid() end,
      created, created + interval '2 s', created + interval '20 s', created + interval '20 s'
    from (
      select n, now() - interval '30 days' * (1 - n::float8 / $3) - interval '5 minutes' as created,
        case n % 20 when 7 then 'FAILURE' when 13 then 'REVOKED' else 'SUCCESS' end as state
      from generate_series($1::int, $2::int - 1) n
    ) life
    join numbered_records record on record.number = life.n % (select count(*) from numbered_records)
    returning *
  ), stored as (
    insert into ai_analysis_results (result_id, task_id, analysis_result, analysis_model_version,
      processing_time_seconds, created_at)
    select result_id, task_id, '{"overall_score": 80, "level": 2, "suggestions": "很好", "improvement_areas": []}',
      'filled', 18, completed_at from task where result_id is not null
  )
  insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, at)
  select task_id, attempt, state, reached, step, worker_name, moment
  from task cross join lateral (values
    ('PENDING', 0, 'queued', created_at), ('PROCESSING', 10, 'initialising', started_at),
    ('PROCESSING', 60, 'measuring', completed_at - interval '4 s'),
    ('PROCESSING', 90, 'storing_result', completed_at - interval '1 s'),
    (status, progress::int, current_step, completed_at)
  ) as event (state, reached, step, moment)`;
