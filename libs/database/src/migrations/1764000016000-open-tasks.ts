import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of a task touch no index. Postgres writes a row in place (a HOT update) only when no index mentions a changed
 * column and the page has room, so ai_analysis_tasks keeps indexes on constant columns only and leaves room in its pages.
 *
 * `open_tasks` has a row for each task that has not ended. Its primary key is the rule that a record has one running
 * analysis at most. Endings are found by their events.
 *
 * A foreign key costs a query and a row lock per row that is written. Events and results refer to tasks without one;
 * `dropOldTasks` deletes them with their task. A task refers to its record with one and to its user without: it has the
 * user of its record, which refers to the user, and all tasks of a user would lock one row.
 */
export class OpenTasks1764000016000 implements MigrationInterface {
  readonly name = 'OpenTasks1764000016000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createOpenTasks);
    await runner.query(fillOpenTasks);
    await runner.query(`
      alter table ai_analysis_tasks set (fillfactor = 70);
      alter table practice_records set (fillfactor = 80);
      drop index one_running_task_per_record, running_tasks, tasks_by_completion;
      alter table ai_analysis_tasks drop constraint ai_analysis_tasks_user_id_fkey;
      alter table ai_analysis_task_events drop constraint ai_analysis_task_events_task_id_fkey;
      alter table ai_analysis_results drop constraint ai_analysis_results_task_id_fkey;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ai_analysis_results add constraint ai_analysis_results_task_id_fkey
        foreign key (task_id) references ai_analysis_tasks on delete cascade;
      alter table ai_analysis_task_events add constraint ai_analysis_task_events_task_id_fkey
        foreign key (task_id) references ai_analysis_tasks on delete cascade;
      alter table ai_analysis_tasks add constraint ai_analysis_tasks_user_id_fkey foreign key (user_id) references users;
      create unique index one_running_task_per_record on ai_analysis_tasks (practice_record_id)
        where status in ('PENDING', 'PROCESSING', 'RETRY');
      create index running_tasks on ai_analysis_tasks (updated_at) where status in ('PENDING', 'PROCESSING', 'RETRY');
      create index tasks_by_completion on ai_analysis_tasks (completed_at) where completed_at is not null;
      alter table practice_records reset (fillfactor);
      alter table ai_analysis_tasks reset (fillfactor);
      drop table open_tasks;
    `);
  }
}

/**
 * `due_at` is the time from which a worker may start the task: that of its acceptance or rerun, or of its retry.
 * `running` is true in the state PROCESSING; no index mentions it, so that a claim writes in place.
 *
 * A plan that is made while the table is small must not read all of it when it has grown. Rows that are written and
 * deleted here make it fifty pages long, and vacuum never shortens it, so that the primary key is always the cheaper way.
 */
const createOpenTasks = `
  create table open_tasks (
    practice_record_id uuid primary key,
    task_id uuid not null,
    due_at timestamptz not null,
    running boolean not null default false
  ) with (fillfactor = 60, vacuum_truncate = false, autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.2);
  create index open_tasks_by_due on open_tasks (due_at, task_id);

  insert into open_tasks select gen_random_uuid(), gen_random_uuid(), 'epoch' from generate_series(1, 3200);
  delete from open_tasks;
`;

/**
 * SQL that writes a row of open_tasks for each task that has not ended, into an empty table: for a database from before
 * the table. Later on every command writes its row itself.
 *
 * A task is due since its last change, which accepted it, or from the time of its retry on.
 */
export const fillOpenTasks = `
  insert into open_tasks (practice_record_id, task_id, due_at, running)
  select practice_record_id, task_id, coalesce(next_retry_at, updated_at), status = 'PROCESSING'
  from ai_analysis_tasks
  where status in ('PENDING', 'PROCESSING', 'RETRY');
`;
