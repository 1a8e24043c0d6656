import { runStatement, type Database } from '@vocalborn/database';

/**
 * Deletes ended tasks with their results and history, the oldest first. Keeps the latest analysis of each record when it
 * succeeded, because the patient still sees it. Indexes: tasks_by_age, whose oldest tasks are those that ended first but
 * for their waiting; events_by_task; primary keys.
 */
const statement = {
  name: 'drop-old-tasks',
  text: `
    with old as (
      select t.task_id from ai_analysis_tasks t
      where t.created_at < now() - $1 * interval '1 day' and t.completed_at < now() - $1 * interval '1 day'
        and not exists (select from practice_records r where r.practice_record_id = t.practice_record_id
          and r.ai_task_id = t.task_id and t.status = 'SUCCESS' offset 0)
      order by t.created_at, t.task_id
      limit $2
    ), dropped as (
      delete from ai_analysis_tasks t
      where t.task_id = any (array(select task_id from old)) and t.completed_at is not null
      returning t.task_id, t.practice_record_id
    ), forgotten as (
      update practice_records r set ai_task_id = null
      where r.practice_record_id = any (array(select practice_record_id from dropped))
        and r.ai_task_id = any (array(select task_id from dropped))
    ), history as (
      delete from ai_analysis_task_events e where e.task_id = any (array(select task_id from dropped))
    ), results as (
      delete from ai_analysis_results r where r.task_id = any (array(select task_id from dropped))
    )
    select count(*)::int as count from dropped`,
};

/** Deletes tasks that ended more than `days` days ago. @returns how many were deleted, at most `limit` */
export async function dropOldTasks(database: Database, days: number, limit: number): Promise<number> {
  const [row] = await runStatement<{ count: number }>(database, statement, [days, limit]);
  return row?.count ?? 0;
}
