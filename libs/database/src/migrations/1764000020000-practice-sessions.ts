import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions keep the order of their sentences, and a record knows since when it has its present recording: an analysis
 * that ended before is of an older one. The indexes serve the lists of sessions and records, newest first, with the id
 * as the last column, so that a page begins where the one before ended. A task's changes touch none of their columns.
 */
export class PracticeSessions1764000020000 implements MigrationInterface {
  readonly name = 'PracticeSessions1764000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index practice_sessions_by_user on practice_sessions (user_id, created_at desc, practice_session_id desc);
      create index practice_sessions_by_age on practice_sessions (created_at desc, practice_session_id desc);
      alter index practice_records_by_user rename to practice_records_by_user_before;
      create index practice_records_by_user on practice_records (user_id, created_at desc, practice_record_id desc);
      create index practice_records_by_age on practice_records (created_at desc, practice_record_id desc);
      create index practice_records_by_sentence on practice_records
        (sentence_id, created_at desc, practice_record_id desc);

      -- Last, because readers wait from here to the commit.
      drop index practice_records_by_user_before;
      alter table practice_records
        add column session_position smallint,
        add column audio_stored_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index practice_sessions_by_user, practice_sessions_by_age, practice_records_by_user,
        practice_records_by_age, practice_records_by_sentence;
      create index practice_records_by_user on practice_records (user_id, created_at desc);
      alter table practice_records drop column session_position, drop column audio_stored_at;
    `);
  }
}
