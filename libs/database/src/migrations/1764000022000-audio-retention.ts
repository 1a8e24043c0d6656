import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A recording may be deleted before its record: `audio_deleted_at` tells when. The indexes find old recordings, and the
 * record of an object of the audio store; no task changes a column that they mention. `reached` is how far a duty has come
 * that looks at one part after another.
 */
export class AudioRetention1764000022000 implements MigrationInterface {
  readonly name = 'AudioRetention1764000022000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index practice_records_with_audio on practice_records (created_at) where audio_key is not null;
      create index practice_records_by_audio on practice_records (audio_key) where audio_key is not null;

      -- Last, because readers wait from here to the commit.
      alter table practice_records add column audio_deleted_at timestamptz;
      alter table recovery_rounds add column reached text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- It fires on the column; the migration run of the earlier version makes its own.
      drop trigger if exists check_practice_record on practice_records;
      drop index practice_records_with_audio, practice_records_by_audio;
      alter table practice_records drop column audio_deleted_at;
      alter table recovery_rounds drop column reached;
    `);
  }
}
