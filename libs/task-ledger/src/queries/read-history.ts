import { runStatement, type Database } from '@vocalborn/database';
import type { ErrorKind, StepName, TaskState } from '@vocalborn/task';

/** One event of a task's history: a state change or a step. */
export interface HistoryEntry {
  readonly eventId: string;
  readonly taskId: string;
  readonly practiceRecordId: string;
  /** The owner of the task. */
  readonly userId: string;
  /**
   * Whether it is a step that was written after the end of its attempt: steps are collected before they are written. Whoever
   * shows the events in their order would show a task as running that has ended.
   */
  readonly isLate: boolean;
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
  practice_record_id: string;
  user_id: string;
  is_late: boolean;
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

/**
 * What an event's row does not hold. The offset makes Postgres look up each task by its key: it would rather read the whole
 * table. Indexes: primary key, events_by_task.
 */
const withTask = `cross join lateral (
      select practice_record_id, user_id from ai_analysis_tasks t where t.task_id = event.task_id offset 0
    ) task cross join lateral (
      select event.status = 'PROCESSING' and exists (
        select from ai_analysis_task_events ending where ending.task_id = event.task_id
          and ending.event_id < event.event_id and ending.attempt >= event.attempt and ending.status <> 'PROCESSING'
      ) as is_late
    ) late`;

/** Index: events_by_task. */
const ofTask = {
  name: 'history-of-task',
  text: `
    select * from (
      select ${columns}, traceback from ai_analysis_task_events where task_id = $1 and event_id < $2
      order by event_id desc limit $3
    ) event ${withTask}
    order by event_id`,
};

/** A part of a task's history, counted from its end. */
export interface HistoryPart {
  /** Most events. */
  readonly limit: number;
  /** The events before this one; the latest ones by default. */
  readonly before?: string | undefined;
}

const afterAllEvents = '9223372036854775807';

/** The latest events of a task, of every attempt, oldest first; all of them by default. */
export async function readHistory(
  database: Database,
  taskId: string,
  { limit, before }: Partial<HistoryPart> = {},
): Promise<(HistoryEntry & { readonly traceback: string | null })[]> {
  const values = [taskId, before ?? afterAllEvents, limit ?? null];
  const rows = await runStatement<HistoryRow & { traceback: string | null }>(database, ofTask, values);
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
    ) event ${withTask}
    order by event_id limit $3`,
};

/** Index: events_by_task. */
const ofTaskAfter = {
  name: 'history-of-task-after',
  text: `
    select * from (
      (select ${columns} from ai_analysis_task_events where task_id = $1 and event_id > $2 order by event_id limit $3)
    ) event ${withTask}
    order by event_id`,
};

/** Events of one task after an event, oldest first. */
export async function historyOfTaskAfter(
  database: Database,
  taskId: string,
  eventId: string,
  limit: number,
): Promise<HistoryEntry[]> {
  return (await runStatement<HistoryRow>(database, ofTaskAfter, [taskId, eventId, limit])).map(entryOf);
}

/** Indexes: primary key, events_by_task. The state is the ledger's: a step may be written after the end of its attempt. */
const present = {
  name: 'present-states',
  text: `
    select (select max(event_id) from ai_analysis_task_events e where e.task_id = t.task_id) as event_id, t.task_id,
      t.practice_record_id, t.user_id, t.attempt, t.status, t.progress, t.current_step, t.worker_name, t.error_kind,
      t.error_message, t.next_retry_at, t.updated_at as at, false as is_late
    from ai_analysis_tasks t where t.task_id = any ($1) order by 1`,
};

/** The present state of each of the tasks, as if it were the latest event: with the number of the latest event. */
export async function presentStates(database: Database, taskIds: readonly string[]): Promise<HistoryEntry[]> {
  return (await runStatement<HistoryRow>(database, present, [taskIds])).map(entryOf);
}

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
    practiceRecordId: row.practice_record_id,
    userId: row.user_id,
    isLate: row.is_late,
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
