import type { TaskRow } from '../api/queries.js';
import type { TaskEvent } from '@vocalborn/client';

/** Applies an event to a row. Ignores events of other tasks and of earlier attempts. */
function followRow(row: TaskRow, event: TaskEvent): TaskRow {
  if (event.task_id !== row.task_id || event.attempt < row.attempt) return row;
  const { state, progress, step, attempt, error, next_retry_at, at } = event;
  const hasEnded = state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
  return {
    ...row,
    ...{ state, progress, step, attempt, next_retry_at },
    worker: event.worker ?? row.worker,
    error: state === 'RETRY' || state === 'FAILURE' ? error : state === 'SUCCESS' ? null : row.error,
    completed_at: hasEnded ? at : null,
    started_at: row.started_at ?? (state === 'PROCESSING' ? at : null),
  };
}

/** Applies events to the rows of a page. Returns the same array when no event concerns a row. */
export function followRows(rows: TaskRow[], events: readonly TaskEvent[]): TaskRow[] {
  const shown = new Set(rows.map((row) => row.task_id));
  const relevant = events.filter((event) => shown.has(event.task_id));
  if (relevant.length === 0) return rows;
  return rows.map((row) => relevant.reduce(followRow, row));
}

/** Ids of newly accepted tasks that are not on the page. */
export function newTasks(rows: readonly TaskRow[], events: readonly TaskEvent[]): string[] {
  const shown = new Set(rows.map((row) => row.task_id));
  return events
    .filter((event) => event.state === 'PENDING' && event.attempt === 0 && !shown.has(event.task_id))
    .map((event) => event.task_id);
}
