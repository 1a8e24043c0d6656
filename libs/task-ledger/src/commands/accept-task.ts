import { runStatement, type Database } from '@vocalborn/database';
import {
  analysableStatuses,
  recordStatusAfter,
  refusalOf,
  visibilityOfAnyRoleSql,
  type Caller,
  type RecordRefusal,
  type RecordStatus,
  type TaskSnapshot,
  type TaskState,
} from '@vocalborn/task';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** A request to analyse one practice record. The caller is already authenticated. */
export interface AcceptRequest {
  readonly taskId: string;
  readonly caller: Caller;
  readonly practiceRecordId: string;
  readonly params: Record<string, unknown>;
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | null;
}

/** The outcome of a request. Only `accepted` wrote anything; its snapshot is without steps. */
export type AcceptOutcome =
  | { readonly outcome: 'accepted'; readonly snapshot: TaskSnapshot }
  | { readonly outcome: 'replayed'; readonly taskId: string; readonly status: TaskState }
  | { readonly outcome: 'idempotency-key-reused'; readonly taskId: string }
  | { readonly outcome: 'record-not-found' }
  | { readonly outcome: Exclude<RecordRefusal, 'analysis-running'> }
  | { readonly outcome: 'analysis-running'; readonly taskId: string | null };

interface AcceptRow extends Partial<SnapshotRow> {
  seen_task_id: string | null;
  seen_status: TaskState | null;
  seen_fingerprint: string | null;
  record_status: RecordStatus | null;
  running_task_id: string | null;
}

/**
 * One statement, so all of it happens or none. It checks that the caller may see the record, that the record has audio
 * and no running analysis, and that the idempotency key is new; it inserts the task, changes the record's status and
 * writes the first event. The row lock on the record serialises concurrent requests for it; the partial unique index
 * one_running_task_per_record refuses a second task. Indexes: primary keys and one_task_per_idempotency_key.
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
        and ${visibilityOfAnyRoleSql('$3', 'r.user_id', '$2')}
      for update of r
    ), created as (
      insert into ai_analysis_tasks
        (task_id, user_id, requested_by, practice_record_id, params, idempotency_key, idempotency_fingerprint)
      select $1, user_id, $2, practice_record_id, $5, $6, $7 from record
      where record_status = any ('{${analysableStatuses.join(',')}}') and audio_key is not null
      on conflict do nothing
      returning *
    ), marked as (
      update practice_records r set record_status = '${recordStatusAfter.taskQueued}', ai_task_id = created.task_id, updated_at = now()
      from created where r.practice_record_id = $4
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, 0, 'PENDING', 0, 'queued' from created
    )
    select seen.task_id as seen_task_id, seen.status as seen_status,
      seen.idempotency_fingerprint as seen_fingerprint, record.record_status,
      record.ai_task_id as running_task_id, ${snapshotColumns('created')}
    from (select) as always
    left join seen on true left join record on true left join created on true`,
};

/**
 * Accepts a task, or tells why it is refused.
 * @throws the driver's error when Postgres cannot be reached. Nothing was accepted then, unless the connection broke
 *   after the commit: recovery queues such a task
 */
export async function acceptTask(database: Database, request: AcceptRequest): Promise<AcceptOutcome> {
  const first = await acceptOnce(database, request);
  // Of two concurrent requests with one key, the second did not see the first one's task yet. Now it does.
  const lostToTwin = first.outcome === 'analysis-running' && request.idempotency !== null;
  return lostToTwin ? acceptOnce(database, request) : first;
}

async function acceptOnce(database: Database, request: AcceptRequest): Promise<AcceptOutcome> {
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
  if (!row?.record_status) return { outcome: 'record-not-found' };
  if (row.task_id) return { outcome: 'accepted', snapshot: snapshotOf(row as SnapshotRow) };
  const refusal = refusalOf(row.record_status) ?? 'analysis-running';
  return refusal === 'analysis-running' ? { outcome: refusal, taskId: row.running_task_id } : { outcome: refusal };
}
