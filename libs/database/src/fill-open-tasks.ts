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
