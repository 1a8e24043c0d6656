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
  /** Most open tasks that the caller may have; no limit by default. A rerun is not limited by it. */
  readonly mostInFlight?: number | undefined;
}

/** The outcome of a request. Only `accepted` wrote anything; its snapshot is without steps. */
export type AcceptOutcome =
  | { readonly outcome: 'accepted'; readonly snapshot: TaskSnapshot }
  | { readonly outcome: 'replayed'; readonly taskId: string; readonly status: TaskState }
  | { readonly outcome: 'idempotency-key-reused'; readonly taskId: string }
  | { readonly outcome: 'record-not-found' }
  | { readonly outcome: 'too-many-in-flight' }
  | { readonly outcome: Exclude<RecordRefusal, 'analysis-running'> }
  | { readonly outcome: 'analysis-running'; readonly taskId: string | null };

interface AcceptRow extends Partial<SnapshotRow> {
  seen_task_id: string | null;
  seen_status: TaskState | null;
  seen_fingerprint: string | null;
  is_seen_visible: boolean | null;
  is_crowded: boolean;
  record_status: RecordStatus | null;
  running_task_id: string | null;
  lacks_audio: boolean | null;
}

/**
 * One statement for a group of requests, so all of it happens or none. For each request it checks that the caller may see
 * the record, that the record has audio and no running analysis, and that the idempotency key is new; it inserts the task
 * and its row in open_tasks, changes the record's status and writes the first event. The row lock on the record serialises
 * concurrent requests for it; the primary key of open_tasks refuses a second task, whatever status the record has. A caller
 * with as many open tasks as allowed gets no further one; members of one group do not count each other.
 *
 * `select` hides the length of the group from the planner, which would otherwise plan the statement anew each time. Each
 * request is looked up by index: `offset 0` and `for update` keep Postgres from joining the group with a whole table,
 * which it would do when it overestimates the group. Indexes: primary keys, one_task_per_idempotency_key and
 * open_tasks_by_requester. A key that a
 * concurrent request has taken fails the statement with a unique violation.
 */
const statement = {
  name: 'accept-tasks',
  text: `
    with request as (
      select * from unnest((select $1::uuid[]), $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::int[])
        with ordinality as request (task_id, caller, role, record_id, params, key, fingerprint, most, number)
    ), seen as (
      select request.number, t.task_id, t.status, t.idempotency_fingerprint,
        ${visibilityOfAnyRoleSql('request.role', 't.user_id', 'request.caller')} as is_visible
      from request cross join lateral (
        select * from ai_analysis_tasks t
        where t.requested_by = request.caller and t.idempotency_key = request.key offset 0
      ) t
    ), record as (
      select request.number, r.* from request cross join lateral (
        select r.practice_record_id, r.user_id, r.record_status, r.audio_key, r.ai_task_id from practice_records r
        where r.practice_record_id = request.record_id
          and not exists (select from seen where seen.number = request.number)
          and ${visibilityOfAnyRoleSql('request.role', 'r.user_id', 'request.caller')}
        for update of r
      ) r
    ), crowded as (
      select request.number from request where request.most is not null and request.most <= (
        select count(*) from (select from open_tasks o where o.requested_by = request.caller limit request.most) o)
    ), opened as (
      insert into open_tasks (practice_record_id, task_id, requested_by, due_at)
      select practice_record_id, task_id, caller, now()
      from record join request using (number)
      where not exists (select from crowded where crowded.number = record.number) and record_status = any ('{${analysableStatuses.join(',')}}') and audio_key is not null
      on conflict (practice_record_id) do nothing
      returning task_id
    ), created as (
      insert into ai_analysis_tasks
        (task_id, user_id, requested_by, practice_record_id, params, idempotency_key, idempotency_fingerprint)
      select task_id, user_id, caller, practice_record_id, params::jsonb, key, fingerprint
      from record join request using (number) join opened using (task_id)
      returning *
    ), marked as (
      update practice_records r set record_status = '${recordStatusAfter.taskQueued}', updated_at = now(),
        ai_task_id = (select task_id from created where created.practice_record_id = r.practice_record_id)
      where r.practice_record_id = any (array(select practice_record_id from created))
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
      select task_id, 0, 'PENDING', 0, 'queued' from created
    )
    select seen.task_id as seen_task_id, seen.status as seen_status,
      seen.idempotency_fingerprint as seen_fingerprint, seen.is_visible as is_seen_visible,
      crowded.number is not null as is_crowded, record.record_status, record.ai_task_id as running_task_id,
      record.audio_key is null as lacks_audio, ${snapshotColumns('created')}
    from request left join seen using (number) left join record using (number) left join crowded using (number)
      left join created on created.task_id = request.task_id
    order by request.number`,
};

/**
 * Accepts a task, or tells why it is refused.
 * @throws the driver's error when Postgres cannot be reached. Nothing was accepted then, unless the connection broke
 *   after the commit: recovery queues such a task
 */
export async function acceptTask(database: Database, request: AcceptRequest): Promise<AcceptOutcome> {
  const [outcome] = await acceptTasks(database, [request]);
  if (!outcome) throw new Error('the statement gave no outcome');
  return outcome;
}

/**
 * Accepts a group of tasks in one statement, or tells of each why it is refused.
 * @param requests no two of them for one record or with one idempotency key of one caller; see `contended`
 * @returns the outcomes in the order of the requests
 * @throws the driver's error; then all of them were accepted or none, as for `acceptTask`
 */
export async function acceptTasks(database: Database, requests: readonly AcceptRequest[]): Promise<AcceptOutcome[]> {
  const first = await acceptOnce(database, requests).catch((error: unknown) => {
    // A concurrent request had one of the keys and has committed: this time its task is seen.
    if (!isTakenKey(error)) throw error;
    return acceptOnce(database, requests);
  });
  // Of two concurrent requests with one key, the second did not see the first one's task yet. Now it does.
  const mayBeTwin = (outcome: AcceptOutcome | undefined, { idempotency }: AcceptRequest): boolean =>
    outcome?.outcome === 'analysis-running' && idempotency !== null;
  const lostToTwin = requests.filter((request, index) => mayBeTwin(first[index], request));
  if (lostToTwin.length === 0) return first;
  const second = await acceptOnce(database, lostToTwin);
  return requests.flatMap((request, index) => second[lostToTwin.indexOf(request)] ?? first[index] ?? []);
}

/** What two requests of one group must not share, because one statement sees only what was there before it. */
export function contended({ caller, practiceRecordId, idempotency }: AcceptRequest): string[] {
  return [practiceRecordId, ...(idempotency ? [`${caller.userId} ${idempotency.key}`] : [])];
}

const isTakenKey = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'one_task_per_idempotency_key';

/** Records are locked in the order of their ids, so that two groups cannot wait for each other. */
async function acceptOnce(database: Database, requests: readonly AcceptRequest[]): Promise<AcceptOutcome[]> {
  const sorted = requests.toSorted((a, b) => (a.practiceRecordId < b.practiceRecordId ? -1 : 1));
  const column = <Value>(read: (request: AcceptRequest) => Value): Value[] => sorted.map(read);
  const rows = await runStatement<AcceptRow>(database, statement, [
    column(({ taskId }) => taskId),
    column(({ caller }) => caller.userId),
    column(({ caller }) => caller.role),
    column(({ practiceRecordId }) => practiceRecordId),
    column(({ params }) => JSON.stringify(params)),
    column(({ idempotency }) => idempotency?.key ?? null),
    column(({ idempotency }) => idempotency?.fingerprint ?? null),
    column(({ mostInFlight }) => mostInFlight ?? null),
  ]);
  const outcomes = new Map(
    sorted.map((request, index) => [request, outcomeOf(rows[index], request.idempotency?.fingerprint)]),
  );
  return requests.flatMap((request) => outcomes.get(request) ?? []);
}

function outcomeOf(row: AcceptRow | undefined, fingerprint: string | undefined): AcceptOutcome {
  if (row?.seen_task_id && row.seen_status) {
    if (row.seen_fingerprint !== fingerprint) return { outcome: 'idempotency-key-reused', taskId: row.seen_task_id };
    // A former therapist, who could see the record when the task was accepted, learns nothing more of it.
    if (!row.is_seen_visible) return { outcome: 'record-not-found' };
    return { outcome: 'replayed', taskId: row.seen_task_id, status: row.seen_status };
  }
  if (!row?.record_status) return { outcome: 'record-not-found' };
  if (row.task_id) return { outcome: 'accepted', snapshot: snapshotOf(row as SnapshotRow) };
  const refusal = refusalOf(row.record_status) ?? furtherRefusalOf(row);
  return refusal === 'analysis-running' ? { outcome: refusal, taskId: row.running_task_id } : { outcome: refusal };
}

/** Why a record that may be analysed by its status was not accepted. */
function furtherRefusalOf(row: AcceptRow): RecordRefusal | 'too-many-in-flight' {
  if (row.lacks_audio) return 'record-without-audio';
  return row.is_crowded ? 'too-many-in-flight' : 'analysis-running';
}
