import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the monitor keeps: figures per minute, so that a month of history is one cheap query; what operators did; alerts
 * with their deliveries and silences. And the indexes with which it searches tasks and reads their events by time.
 */
export class Monitoring1764000010000 implements MigrationInterface {
  readonly name = 'Monitoring1764000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createFigures);
    await runner.query(createOperations);
    await runner.query(createIndexes);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index state_changes_by_time, tasks_by_status, tasks_by_worker, tasks_by_error_kind, tasks_by_record;
      drop table alert_deliveries, alert_silences, alerts, operator_actions, gauge_minutes, task_minutes;
    `);
  }
}

const createFigures = `
  create table task_minutes (
    minute timestamptz primary key,
    accepted integer not null,
    started integer not null,
    succeeded integer not null,
    failed integer not null,
    retried integer not null,
    revoked integer not null,
    waits integer not null,
    wait_seconds double precision not null,
    longest_wait_seconds double precision,
    processing_seconds double precision not null,
    processing_buckets integer[] not null
  );

  create table gauge_minutes (
    minute timestamptz primary key,
    queue_length double precision,
    active_workers double precision,
    worker_cpu double precision,
    worker_memory double precision,
    worker_memory_usage double precision,
    worker_network_io double precision,
    redis_memory double precision,
    redis_memory_usage double precision,
    redis_connections double precision,
    redis_connection_usage double precision,
    redis_qps double precision,
    redis_run_ids text,
    redis_hits bigint,
    redis_misses bigint
  );
`;

const createOperations = `
  create table operator_actions (
    action_id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    target text not null,
    details jsonb not null default '{}',
    outcome text check (outcome in ('done', 'failed')),
    message text
  );
  create index operator_actions_by_target on operator_actions (target, action_id desc);

  create table alerts (
    alert_id uuid primary key,
    name text not null,
    condition text not null,
    severity text not null,
    state text not null check (state in ('pending', 'firing', 'resolved', 'cancelled')),
    value double precision,
    since timestamptz not null,
    fired_at timestamptz,
    ended_at timestamptz,
    constraint ended_alerts_have_an_end check ((state in ('resolved', 'cancelled')) = (ended_at is not null)),
    constraint fired_alerts_fired check (state not in ('firing', 'resolved') or fired_at is not null)
  );
  create unique index one_open_alert_per_name on alerts (name) where state in ('pending', 'firing');
  create index alerts_by_time on alerts (since desc, alert_id desc);

  create table alert_silences (
    silence_id uuid primary key,
    name text not null,
    until timestamptz not null,
    actor text not null,
    reason text not null,
    created_at timestamptz not null default now()
  );
  create index alert_silences_by_end on alert_silences (until);

  create table alert_deliveries (
    delivery_id bigint generated always as identity primary key,
    alert_id uuid not null references alerts on delete cascade,
    transition text not null check (transition in ('firing', 'resolved')),
    channel text not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    delivered_at timestamptz,
    given_up_at timestamptz,
    last_error text,
    unique (alert_id, transition, channel)
  );
  create index due_alert_deliveries on alert_deliveries (next_attempt_at)
    where delivered_at is null and given_up_at is null;
`;

const createIndexes = `
  create index state_changes_by_time on ai_analysis_task_events (at)
    where status <> 'PROCESSING' or current_step = 'initialising';
  create index tasks_by_status on ai_analysis_tasks (status, created_at desc, task_id desc);
  create index tasks_by_worker on ai_analysis_tasks (worker_name, created_at desc, task_id desc);
  create index tasks_by_error_kind on ai_analysis_tasks (error_kind, created_at desc, task_id desc)
    where error_kind is not null;
  create index tasks_by_record on ai_analysis_tasks (practice_record_id, created_at desc);
`;
