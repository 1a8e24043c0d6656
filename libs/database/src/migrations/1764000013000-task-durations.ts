import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The slowest of all tasks are found without reading all tasks. */
export class TaskDurations1764000013000 implements MigrationInterface {
  readonly name = 'TaskDurations1764000013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index tasks_by_duration on ai_analysis_tasks ((completed_at - started_at), task_id)
        where (completed_at - started_at) is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index tasks_by_duration;`);
  }
}
