import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The platform's side: who practises what, and the recordings. A record without a recording is `pending` and one
 * with a recording is not: the check keeps the two from drifting apart.
 */
export class PeopleAndRecordings1764000000000 implements MigrationInterface {
  readonly name = 'PeopleAndRecordings1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        user_id uuid primary key,
        role text not null check (role in ('patient', 'therapist', 'admin')),
        display_name text not null,
        created_at timestamptz not null default now()
      );

      create table therapist_clients (
        therapist_id uuid not null references users,
        patient_id uuid not null references users,
        primary key (therapist_id, patient_id)
      );
      create index therapist_clients_by_patient on therapist_clients (patient_id);

      create table sentences (
        sentence_id uuid primary key,
        text text not null check (text <> ''),
        language text not null,
        example_audio_key text,
        example_audio_content_type text,
        created_at timestamptz not null default now()
      );

      create table practice_sessions (
        practice_session_id uuid primary key,
        user_id uuid not null references users,
        created_at timestamptz not null default now()
      );

      create table practice_records (
        practice_record_id uuid primary key,
        user_id uuid not null references users,
        practice_session_id uuid references practice_sessions,
        sentence_id uuid not null references sentences,
        record_status text not null default 'pending' check (record_status in
          ('pending', 'recorded', 'ai_queued', 'ai_processing', 'ai_analyzed', 'analyzed')),
        audio_key text,
        audio_content_type text,
        audio_size integer check (audio_size >= 0),
        audio_duration double precision check (audio_duration >= 0),
        ai_task_id uuid,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint recording_matches_status check ((record_status = 'pending') = (audio_key is null))
      );
      create index practice_records_by_user on practice_records (user_id, created_at desc);
      create index practice_records_by_session on practice_records (practice_session_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table practice_records, practice_sessions, sentences, therapist_clients, users;
    `);
  }
}
