import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who asked for each open task, so that the open tasks of one user are counted by an index. The column never changes, so
 * that changes of a row stay in place (HOT). Null in rows that an earlier version wrote during the upgrade: they are not
 * counted.
 */
export class OpenTasksByRequester1764000025000 implements MigrationInterface {
  readonly name = 'OpenTasksByRequester1764000025000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table open_tasks add column requested_by uuid;
      ${nameRequesters}
      create index open_tasks_by_requester on open_tasks (requested_by);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table open_tasks drop column requested_by');
  }
}

/** SQL that names who asked for each open task, for a database from before the column. */
export const nameRequesters = `
  update open_tasks o set requested_by = t.requested_by from ai_analysis_tasks t where t.task_id = o.task_id;
`;
