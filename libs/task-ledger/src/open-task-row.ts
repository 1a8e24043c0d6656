/**
 * SQL for the row that a task has in `open_tasks` as long as it has not ended. A command writes it in the statement that
 * changes the task, so that the two always agree: `running` is true exactly in the state PROCESSING, and no row remains
 * of a task that has ended. Each text is a common table expression that reads the changed tasks from another one; its
 * look-ups are by the primary key, for any number of tasks and any statistics: compared as text, the task's id can be
 * looked up in no index. While Postgres believes that the table is small, it would otherwise read one of the other indexes,
 * from end to end.
 */

const rowsOf = (tasks: string): string => `
      where o.practice_record_id = any (array(select practice_record_id from ${tasks}))
        and o.task_id::text = any (array(select task_id::text from ${tasks}))`;

/** Marks the rows of claimed tasks; that of a task that was taken over is marked already. */
export const openTaskStarted = (tasks: string): string => `opened as (
      update open_tasks o set running = true${rowsOf(tasks)} and not o.running
    )`;

/** Marks the rows of tasks that wait for their retry, which are due at its time. */
export const openTaskWaits = (tasks: string): string => `waiting as (
      update open_tasks o set running = false, due_at = t.next_retry_at from ${tasks} t
      where o.practice_record_id = t.practice_record_id and o.task_id::text = t.task_id::text
    )`;

/** Deletes the rows of tasks that have ended. */
export const openTaskEnded = (tasks: string): string => `closed as (
      delete from open_tasks o${rowsOf(tasks)}
    )`;
