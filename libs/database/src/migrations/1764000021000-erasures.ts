import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who had which practice record erased, and when: the log of erasures. `task_ids` and `audio_key` tell what remains to be
 * removed from the queue, the result cache and the audio store, and go when the erasure is finished. No column refers to
 * another table, because what it names is gone.
 */
export class Erasures1764000021000 implements MigrationInterface {
  readonly name = 'Erasures1764000021000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table erasures (
        practice_record_id uuid primary key,
        user_id uuid not null,
        erased_by uuid not null,
        role text not null,
        requested_at timestamptz not null default now(),
        task_ids uuid[],
        audio_key text,
        swept_at timestamptz,
        finished_at timestamptz,
        constraint finished_erasures_keep_who_and_when
          check (finished_at is null or (swept_at is not null and task_ids is null and audio_key is null))
      );
      create index unfinished_erasures on erasures (requested_at) where finished_at is null;
      create index erasures_by_user on erasures (user_id, requested_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table erasures;`);
  }
}
