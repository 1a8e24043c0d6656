import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The failures whose recording could not be used (error kind `file`), of each minute and hour, so that they are counted
 * apart from the failures of the system.
 *
 * Existing minutes are counted again from the events that still exist, and hours from their minutes. In minutes whose
 * events were removed with their tasks the column is 0: their failures stay failures of the system. A monitor of the
 * earlier version that still runs writes 0 and answers no figures of tasks until it is replaced.
 */
export class UnusableRecordings1764000026000 implements MigrationInterface {
  readonly name = 'UnusableRecordings1764000026000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${findUnusable}
      alter table task_minutes add column unusable integer not null default 0;
      alter table task_hours add column unusable integer not null default 0;
      ${countUnusable}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task_minutes drop column unusable;
      alter table task_hours drop column unusable;
    `);
  }
}

/** SQL that reads the unusable recordings of each minute from the history, before a table is locked. */
export const findUnusable = `
  create temp table found on commit drop as
    select date_trunc('minute', at) as minute, count(*)::int as unusable from ai_analysis_task_events
    where status = 'FAILURE' and error_kind = 'file'
    group by 1;
`;

/** SQL that writes them into the minutes and hours, for a database from before the column. */
export const countUnusable = `
  update task_minutes m set unusable = least(m.failed, found.unusable) from found where m.minute = found.minute;

  update task_hours h set unusable = found.unusable
  from (
    select date_bin('1 hour', minute, '2000-01-01T00:00:00Z') as hour, sum(unusable)::int as unusable
    from task_minutes where unusable > 0
    group by 1
  ) found
  where h.hour = found.hour;
`;
