import { runStatement, type Database } from '@vocalborn/database';
import type { ErrorKind, StepName, TaskState } from '@vocalborn/task';

/** One event of a task's history: a state change or a step. */
export interface HistoryEntry {
  readonly eventId: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly status: TaskState;
  readonly progress: number;
  readonly step: StepName;
  readonly workerName: string | null;
  readonly errorKind: ErrorKind | null;
  readonly errorMessage: string | null;
  readonly nextRetryAt: string | null;
  readonly at: string;
}

interface HistoryRow {
  event_id: string;
  task_id: string;
  attempt: number;
  status: TaskState;
  progress: number;
  current_step: StepName;
  worker_name: string | null;
  error_kind: ErrorKind | null;
  error_message: string | null;
  next_retry_at: Date | null;
  at: Date;
}

const columns = `event_id, task_id, attempt, status, progress, current_step, worker_name, error_kind, error_message,
      next_retry_at, at`;

/** Index: events_by_task. */
const ofTask = {
  name: 'history-of-task',
  text: `select ${columns}, traceback from ai_analysis_task_events where task_id = $1 order by event_id`,
};

/** All events of a task, of every attempt, oldest first. */
export async function readHistory(
  database: Database,
  taskId: string,
): Promise<(HistoryEntry & { readonly traceback: string | null })[]> {
  const rows = await runStatement<HistoryRow & { traceback: string | null }>(database, ofTask, [taskId]);
  return rows.map((row) => ({ ...entryOf(row), traceback: row.traceback }));
}

/** Index: primary key, in two selects: for one `or` condition Postgres would read the whole index. */
const afterEvent = {
  name: 'history-after-event',
  text: `
    select * from (
      (select ${columns} from ai_analysis_task_events where event_id > $1 order by event_id limit $3)
      union all
      (select ${columns} from ai_analysis_task_events where event_id <= $1 and event_id = any($2::bigint[]))
    ) event
    order by event_id limit $3`,
};

/** Events of all tasks after an event, and those of the `missing` numbers that are committed now; oldest first. */
export async function historyAfter(
  database: Database,
  eventId: string,
  missing: readonly string[],
  limit: number,
): Promise<HistoryEntry[]> {
  return (await runStatement<HistoryRow>(database, afterEvent, [eventId, missing, limit])).map(entryOf);
}

const latest = {
  name: 'latest-event',
  text: 'select coalesce(max(event_id), 0)::text as event_id from ai_analysis_task_events',
};

/** The id of the latest event; '0' when there is none. */
export async function latestEvent(database: Database): Promise<string> {
  const [row] = await runStatement<{ event_id: string }>(database, latest, []);
  return row?.event_id ?? '0';
}

function entryOf(row: HistoryRow): HistoryEntry {
  return {
    eventId: row.event_id,
    taskId: row.task_id,
    attempt: row.attempt,
    status: row.status,
    progress: row.progress,
    step: row.current_step,
    workerName: row.worker_name,
    errorKind: row.error_kind,
    errorMessage: row.error_message,
    nextRetryAt: row.next_retry_at?.toISOString() ?? null,
    at: row.at.toISOString(),
  };
}
