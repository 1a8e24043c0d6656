import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trigger on transitions also checks the error kind, with a list that is generated from the retry table. The check
 * constraint held a second copy of that list, so that a new error kind needed a migration.
 */
export class ErrorKindsByTrigger1764000015000 implements MigrationInterface {
  readonly name = 'ErrorKindsByTrigger1764000015000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ai_analysis_tasks drop constraint ai_analysis_tasks_error_kind_check;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ai_analysis_tasks add constraint ai_analysis_tasks_error_kind_check
        check (error_kind in ('network', 'ai_service', 'file', 'timeout', 'unclassified')) not valid;
    `);
  }
}
