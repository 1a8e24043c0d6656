import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger of analysis tasks, their history and their results.
 *
 * The database itself refuses what must not be: a row whose columns contradict its state (the checks), a move that
 * the state machine does not know or an attempt number that falls (the trigger), two running analyses of one record
 * and two results of one task (the unique indexes).
 */
export class AnalysisTasks1764000001000 implements MigrationInterface {
  readonly name = 'AnalysisTasks1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createTables);
    await runner.query(createTransitionGuard);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ai_analysis_results, ai_analysis_task_events, ai_analysis_tasks cascade;
      drop function refuse_unknown_task_transition();
    `);
  }
}

const createTables = `
  create table ai_analysis_tasks (
    task_id uuid primary key,
    user_id uuid not null references users,
    requested_by uuid not null,
    practice_record_id uuid not null references practice_records,
    task_type text not null default 'analyze_audio',
    params jsonb not null default '{}',
    status text not null default 'PENDING'
      check (status in ('PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED')),
    attempt integer not null default 0 check (attempt >= 0),
    lost_tries integer not null default 0 check (lost_tries >= 0),
    progress smallint not null default 0 check (progress between 0 and 100),
    current_step text not null default 'queued',
    worker_name text,
    error_kind text check (error_kind in ('network', 'ai_service', 'file', 'timeout', 'unclassified')),
    error_message text,
    traceback text,
    retry_count integer not null default 0 check (retry_count >= 0),
    max_retries integer check (max_retries >= 0),
    next_retry_at timestamptz,
    result_id uuid,
    idempotency_key text,
    idempotency_fingerprint text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    completed_at timestamptz,
    updated_at timestamptz not null default now(),
    constraint ended_tasks_have_an_end
      check ((status in ('SUCCESS', 'FAILURE', 'REVOKED')) = (completed_at is not null)),
    constraint successes_have_a_result
      check ((status = 'SUCCESS') = (result_id is not null) and (status <> 'SUCCESS' or progress = 100)),
    constraint running_tasks_have_a_worker
      check (status <> 'PROCESSING' or (worker_name is not null and started_at is not null and attempt > 0)),
    constraint retries_have_a_time
      check ((status = 'RETRY') = (next_retry_at is not null)),
    constraint failures_have_a_reason
      check (status not in ('RETRY', 'FAILURE') or (error_kind is not null and error_message is not null
        and max_retries is not null)),
    constraint idempotency_key_with_fingerprint
      check ((idempotency_key is null) = (idempotency_fingerprint is null))
  );
  create unique index one_running_task_per_record on ai_analysis_tasks (practice_record_id)
    where status in ('PENDING', 'PROCESSING', 'RETRY');
  create unique index one_task_per_idempotency_key on ai_analysis_tasks (requested_by, idempotency_key)
    where idempotency_key is not null;
  create index running_tasks on ai_analysis_tasks (updated_at)
    where status in ('PENDING', 'PROCESSING', 'RETRY');
  create index tasks_by_user on ai_analysis_tasks (user_id, created_at desc, task_id desc);
  create index tasks_by_completion on ai_analysis_tasks (completed_at) where completed_at is not null;
  create index tasks_by_age on ai_analysis_tasks (created_at desc, task_id desc);

  create table ai_analysis_task_events (
    event_id bigint generated always as identity primary key,
    task_id uuid not null references ai_analysis_tasks on delete cascade,
    attempt integer not null,
    status text not null,
    progress smallint not null,
    current_step text not null,
    worker_name text,
    error_kind text,
    error_message text,
    traceback text,
    next_retry_at timestamptz,
    at timestamptz not null default clock_timestamp()
  );
  create index events_by_task on ai_analysis_task_events (task_id, event_id);

  create table ai_analysis_results (
    result_id uuid primary key,
    task_id uuid not null unique references ai_analysis_tasks on delete cascade,
    analysis_result jsonb not null,
    analysis_model_version text not null,
    processing_time_seconds double precision not null check (processing_time_seconds >= 0),
    created_at timestamptz not null default now()
  );
`;

const createTransitionGuard = `
  create function refuse_unknown_task_transition() returns trigger language plpgsql as $$
  begin
    if new.attempt < old.attempt then
      raise exception 'attempt of task % cannot fall from % to %', old.task_id, old.attempt, new.attempt
        using errcode = 'check_violation';
    end if;
    if new.status <> old.status and not (old.status || '>' || new.status = any (array[
      'PENDING>PROCESSING', 'PENDING>FAILURE', 'PENDING>REVOKED',
      'PROCESSING>SUCCESS', 'PROCESSING>RETRY', 'PROCESSING>FAILURE', 'PROCESSING>REVOKED',
      'RETRY>PROCESSING', 'RETRY>FAILURE', 'RETRY>REVOKED',
      'FAILURE>PENDING', 'REVOKED>PENDING'
    ])) then
      raise exception 'task % cannot go from % to %', old.task_id, old.status, new.status
        using errcode = 'check_violation';
    end if;
    return new;
  end
  $$;
  create trigger known_transitions_only before update of status, attempt on ai_analysis_tasks
    for each row when (new.status <> old.status or new.attempt <> old.attempt)
    execute function refuse_unknown_task_transition();
`;
