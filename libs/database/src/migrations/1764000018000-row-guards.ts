import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The rules of tasks and practice records move from check constraints to triggers, which `rowGuardsSql` makes after the
 * migrations: a statement that changes one task spent 115 of its 260 µs on reading the constraints.
 */
export class RowGuards1764000018000 implements MigrationInterface {
  readonly name = 'RowGuards1764000018000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ai_analysis_tasks
        ${[...taskChecks.keys()].map((name) => `drop constraint ${name}`).join(', ')};
      alter table practice_records ${[...recordChecks.keys()].map((name) => `drop constraint ${name}`).join(', ')};
      drop trigger if exists known_transitions_only on ai_analysis_tasks;
      drop function if exists refuse_unknown_task_transition();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const added = (checks: ReadonlyMap<string, string>): string =>
      [...checks].map(([name, condition]) => `add constraint ${name} check (${condition}) not valid`).join(', ');
    await runner.query(`
      drop function check_task() cascade;
      drop function check_practice_record() cascade;
      create function refuse_unknown_task_transition() returns trigger language plpgsql as 'begin return new; end';
      alter table ai_analysis_tasks ${added(taskChecks)};
      alter table practice_records ${added(recordChecks)};
    `);
  }
}

const taskChecks: ReadonlyMap<string, string> = new Map([
  ['ai_analysis_tasks_attempt_check', 'attempt >= 0'],
  ['ai_analysis_tasks_lost_tries_check', 'lost_tries >= 0'],
  ['ai_analysis_tasks_max_retries_check', 'max_retries >= 0'],
  ['ai_analysis_tasks_progress_check', 'progress between 0 and 100'],
  ['ai_analysis_tasks_retry_count_check', 'retry_count >= 0'],
  ['ai_analysis_tasks_status_check', `status in ('PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED')`],
  ['ended_tasks_have_an_end', `(status in ('SUCCESS', 'FAILURE', 'REVOKED')) = (completed_at is not null)`],
  [
    'failures_have_a_reason',
    `status not in ('RETRY', 'FAILURE')
      or (error_kind is not null and error_message is not null and max_retries is not null)`,
  ],
  ['idempotency_key_with_fingerprint', '(idempotency_key is null) = (idempotency_fingerprint is null)'],
  ['only_running_tasks_are_handed_back', `handed_back_at is null or status = 'PROCESSING'`],
  ['retries_have_a_time', `(status = 'RETRY') = (next_retry_at is not null)`],
  [
    'running_tasks_have_a_worker',
    `status <> 'PROCESSING' or (worker_name is not null and started_at is not null and attempt > 0)`,
  ],
  [
    'successes_have_a_result',
    `(status = 'SUCCESS') = (result_id is not null) and (status <> 'SUCCESS' or progress = 100)`,
  ],
]);

const recordChecks: ReadonlyMap<string, string> = new Map([
  ['practice_records_audio_duration_check', 'audio_duration >= 0'],
  ['practice_records_audio_size_check', 'audio_size >= 0'],
  [
    'practice_records_record_status_check',
    `record_status in ('pending', 'recorded', 'ai_queued', 'ai_processing', 'ai_analyzed', 'analyzed')`,
  ],
  ['recording_matches_status', `(record_status = 'pending') = (audio_key is null)`],
]);
