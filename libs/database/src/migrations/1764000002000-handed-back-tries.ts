import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A worker that stops in good order gives its running tasks back. The mark tells such a task from one whose worker was
 * lost: only the latter counts towards the limit of lost tries.
 */
export class HandedBackTries1764000002000 implements MigrationInterface {
  readonly name = 'HandedBackTries1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ai_analysis_tasks
        add column handed_back_at timestamptz,
        add constraint only_running_tasks_are_handed_back check (handed_back_at is null or status = 'PROCESSING');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ai_analysis_tasks drop column handed_back_at;`);
  }
}
