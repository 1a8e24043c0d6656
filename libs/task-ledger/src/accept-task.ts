import { runStatement, type DataSource, type RecordStatus, type UserRole } from '@vocalborn/database';
import type { TaskState } from '@vocalborn/task';

/** A request to analyse one practice record, by a caller whose identity is already proved. */
export interface AcceptRequest {
  readonly taskId: string;
  readonly caller: { readonly userId: string; readonly role: UserRole };
  readonly practiceRecordId: string;
  readonly params: Record<string, unknown>;
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | null;
}

/** What became of the request; only `accepted` wrote anything. */
export type AcceptOutcome =
  | { readonly outcome: 'accepted'; readonly taskId: string; readonly userId: string; readonly createdAt: string }
  | { readonly outcome: 'replayed'; readonly taskId: string; readonly status: TaskState }
  | { readonly outcome: 'idempotency-key-reused'; readonly taskId: string }
  | { readonly outcome: 'record-not-found' }
  | { readonly outcome: 'record-without-audio' }
  | { readonly outcome: 'record-already-reviewed' }
  | { readonly outcome: 'analysis-running'; readonly taskId: string | null };

interface AcceptRow {
  seen_task_id: string | null;
  seen_status: TaskState | null;
  seen_fingerprint: string | null;
  user_id: string | null;
  record_status: RecordStatus | null;
  running_task_id: string | null;
  task_id: string | null;
  created_at: Date | null;
}

/**
 * Checks the caller's right to the record, that the record has audio and no running analysis, and that the
 * idempotency key is new; inserts the task, marks the record and writes the first line of history: one statement,
 * hence all or nothing. The row lock on the record makes concurrent requests for it queue up; the partial unique index
 * one_running_task_per_record refuses what slips past. Indexes: primary keys and one_task_per_idempotency_key.
 */
const statement = {
  name: 'accept-task',
  text: `
    with seen as (
      select task_id, status, idempotency_fingerprint from ai_analysis_tasks
      where requested_by = $2 and idempotency_key = $6
    ), record as (
      select r.practice_record_id, r.user_id, r.record_status, r.audio_key, r.ai_task_id from practice_records r
      where r.practice_record_id = $4 and not exists (select from seen)
        and (r.user_id = $2 or $3 = 'admin' or ($3 = 'therapist' and exists (
          select from therapist_clients c where c.therapist_id = $2 and c.patient_id = r.user_id)))
      for update of r
    ), created as (
      insert into ai_analysis_tasks
        (task_id, user_id, requested_by, practice_record_id, params, idempotency_key, idempotency_fingerprint)
      select $1, user_id, $2, practice_record_id, $5, $6, $7 from record
      where record_status in ('recorded', 'ai_analyzed') and audio_key is not null
      on conflict do nothing
      returning task_id, created_at
    ), marked as (
      update practice_records r set record_status = 'ai_queued', ai_task_id = created.task_id, updated_at = now()
      from created where r.practice_record_id = $4
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, 0, 'PENDING', 0, 'queued' from created
    )
    select seen.task_id as seen_task_id, seen.status as seen_status,
      seen.idempotency_fingerprint as seen_fingerprint, record.user_id, record.record_status,
      record.ai_task_id as running_task_id, created.task_id, created.created_at
    from (select) as always
    left join seen on true left join record on true left join created on true`,
};

/**
 * Accepts a task, or says why not.
 * @throws the driver's error when Postgres cannot be reached; nothing was accepted then, or (when the connection broke
 *   after the commit) a task that recovery will queue
 */
export async function acceptTask(database: DataSource, request: AcceptRequest): Promise<AcceptOutcome> {
  const first = await tryToAccept(database, request);
  // Two requests with one key at the same moment: the loser did not see the winner's task yet, now it does.
  const lostToTwin = first.outcome === 'analysis-running' && request.idempotency !== null;
  return lostToTwin ? tryToAccept(database, request) : first;
}

async function tryToAccept(database: DataSource, request: AcceptRequest): Promise<AcceptOutcome> {
  const { taskId, caller, practiceRecordId, params, idempotency } = request;
  const values = [
    taskId,
    caller.userId,
    caller.role,
    practiceRecordId,
    params,
    idempotency?.key ?? null,
    idempotency?.fingerprint ?? null,
  ];
  const [row] = await runStatement<AcceptRow>(database, statement, values);
  return outcomeOf(row, idempotency?.fingerprint);
}

function outcomeOf(row: AcceptRow | undefined, fingerprint: string | undefined): AcceptOutcome {
  if (row?.seen_task_id && row.seen_status) {
    return row.seen_fingerprint === fingerprint
      ? { outcome: 'replayed', taskId: row.seen_task_id, status: row.seen_status }
      : { outcome: 'idempotency-key-reused', taskId: row.seen_task_id };
  }
  if (!row?.user_id) return { outcome: 'record-not-found' };
  if (row.task_id && row.created_at) {
    return {
      outcome: 'accepted',
      taskId: row.task_id,
      userId: row.user_id,
      createdAt: row.created_at.toISOString(),
    };
  }
  if (row.record_status === 'pending') return { outcome: 'record-without-audio' };
  if (row.record_status === 'analyzed') return { outcome: 'record-already-reviewed' };
  return { outcome: 'analysis-running', taskId: row.running_task_id };
}
