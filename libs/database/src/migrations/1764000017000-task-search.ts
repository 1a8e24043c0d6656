import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The columns by which operators search tasks and that change in a task's life, in a table of their own: their indexes stop
 * no change of a task from being written in place, and a system without a monitor does not write them at all. The monitor
 * brings the table up to date from the events; `task_search_cursor` holds how far. The row of a deleted task goes with it.
 */
export class TaskSearch1764000017000 implements MigrationInterface {
  readonly name = 'TaskSearch1764000017000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createTaskSearch);
    await runner.query(fillTaskSearch);
    await runner.query(`
      create index task_search_by_status on task_search (status, created_at desc, task_id desc);
      create index task_search_by_worker on task_search (worker_name, created_at desc, task_id desc);
      create index task_search_by_error_kind on task_search (error_kind, created_at desc, task_id desc)
        where error_kind is not null;
      create index task_search_by_duration on task_search ((completed_at - started_at), task_id)
        where (completed_at - started_at) is not null;
      create index task_search_by_user on task_search (user_id, created_at desc, task_id desc);
      drop index tasks_by_status, tasks_by_worker, tasks_by_error_kind, tasks_by_duration;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table task_search, task_search_cursor;
      create index tasks_by_status on ai_analysis_tasks (status, created_at desc, task_id desc);
      create index tasks_by_worker on ai_analysis_tasks (worker_name, created_at desc, task_id desc);
      create index tasks_by_error_kind on ai_analysis_tasks (error_kind, created_at desc, task_id desc)
        where error_kind is not null;
      create index tasks_by_duration on ai_analysis_tasks ((completed_at - started_at), task_id)
        where (completed_at - started_at) is not null;
    `);
  }
}

/**
 * All visible events up to `event_id` are in task_search. Event numbers become visible out of order: those in `missing` may
 * still come. `marked_event` was the latest event at `marked_at`; once every transaction before `marked_xid`, which was read
 * later, has ended, all events up to it are settled: visible, or never to come.
 */
const createTaskSearch = `
  create table task_search (
    task_id uuid primary key references ai_analysis_tasks on delete cascade,
    user_id uuid not null,
    status text not null,
    worker_name text,
    error_kind text,
    created_at timestamptz not null,
    started_at timestamptz,
    completed_at timestamptz
  );
  create table task_search_cursor (
    only_row boolean primary key default true check (only_row),
    event_id bigint not null default 0,
    missing bigint[] not null default '{}',
    settled_event bigint not null default 0,
    marked_event bigint,
    marked_at timestamptz,
    marked_xid xid8
  );
`;

/**
 * The cursor is read first, and lies before the events of transactions that may still run: a statement lasts 15 s at most,
 * and a change of state has the time at which it was written. An empty database gets no cursor, for a restore.
 */
const fillTaskSearch = `
  insert into task_search_cursor (event_id, settled_event)
  select event_id, event_id from ai_analysis_task_events
  where at < now() - interval '1 minute' and (status <> 'PROCESSING' or current_step = 'initialising')
  order by event_id desc limit 1;
  insert into task_search
  select task_id, user_id, status, worker_name, error_kind, created_at, started_at, completed_at from ai_analysis_tasks;
`;
