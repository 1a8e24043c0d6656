import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A month has 43,200 minutes: its figures are added up from hours, and from minutes only at the two ends. */
export class TaskHours1764000012000 implements MigrationInterface {
  readonly name = 'TaskHours1764000012000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table task_hours (like task_minutes including all);
      alter table task_hours rename column minute to hour;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table task_hours;`);
  }
}
