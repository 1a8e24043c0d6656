import type { TaskRow } from '../api/queries.js';
import type { TaskEvent } from '@vocalborn/client';

/** A row after what happened to its task. Events of an earlier try than the row's come too late and change nothing. */
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

/** The rows of a page after what happened; the same array when nothing concerns them. */
export function followRows(rows: TaskRow[], events: readonly TaskEvent[]): TaskRow[] {
  const shown = new Set(rows.map((row) => row.task_id));
  const concerning = events.filter((event) => shown.has(event.task_id));
  if (concerning.length === 0) return rows;
  return rows.map((row) => concerning.reduce(followRow, row));
}

/** Which tasks were accepted just now and are not on the page. */
export function newTasks(rows: readonly TaskRow[], events: readonly TaskEvent[]): string[] {
  const shown = new Set(rows.map((row) => row.task_id));
  return events
    .filter((event) => event.state === 'PENDING' && event.attempt === 0 && !shown.has(event.task_id))
    .map((event) => event.task_id);
}
