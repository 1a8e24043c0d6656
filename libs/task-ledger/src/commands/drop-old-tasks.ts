import { runStatement, type Database } from '@vocalborn/database';

/**
 * Deletes ended tasks with their results and history, oldest first. Keeps the latest analysis of each record when it
 * succeeded, because the patient still sees it. Index: tasks_by_completion.
 */
const statement = {
  name: 'drop-old-tasks',
  text: `
    with old as (
      select t.task_id, t.practice_record_id from ai_analysis_tasks t
      where t.completed_at < now() - $1 * interval '1 day'
        and not exists (select from practice_records r where r.practice_record_id = t.practice_record_id
          and r.ai_task_id = t.task_id and t.status = 'SUCCESS')
      order by t.completed_at
      limit $2
    ), forgotten as (
      update practice_records r set ai_task_id = null from old
      where r.practice_record_id = old.practice_record_id and r.ai_task_id = old.task_id
    ), dropped as (
      delete from ai_analysis_tasks t using old where t.task_id = old.task_id returning 1
    )
    select count(*)::int as count from dropped`,
};

/** Deletes tasks that ended more than `days` days ago. @returns how many were deleted, at most `limit` */
export async function dropOldTasks(database: Database, days: number, limit: number): Promise<number> {
  const [row] = await runStatement<{ count: number }>(database, statement, [days, limit]);
  return row?.count ?? 0;
}
