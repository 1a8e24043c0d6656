import { runStatement, type Database } from '@vocalborn/database';
import { recordStatusAfter, steps, type StepMark, type TaskSnapshot } from '@vocalborn/task';
import { openTaskEnded, openTaskStarted } from '../open-task-row.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** A task that this worker owns under `snapshot.attempt`, with all that the analysis needs. */
export interface Claim {
  readonly snapshot: TaskSnapshot;
  readonly params: Record<string, unknown>;
  readonly audio: AudioReference;
  readonly example: AudioReference | null;
  readonly sentence: { readonly text: string; readonly language: string };
}

/** A recording in the audio store. */
export interface AudioReference {
  readonly key: string;
  readonly contentType: string;
}

/** An attempt that produced a result. */
export interface SucceededAttempt {
  readonly taskId: string;
  /** The attempt that must still own the task. */
  readonly attempt: number;
  /** The steps that the history lacks. */
  readonly steps: readonly StepMark[];
  readonly resultId: string;
  readonly analysisResult: Record<string, unknown>;
  readonly analysisModelVersion: string;
  readonly audioDurationSeconds: number | null;
}

/** The end of a task that succeeded. */
export interface Success {
  readonly completedAt: string;
}

/** What workers write most. */
export type WorkerWrite =
  | { readonly write: 'claim'; readonly taskId: string; readonly workerName: string }
  | ({ readonly write: 'success' } & SucceededAttempt);

/** Limit of takeovers after a lost worker. A task that loses its worker once more is taken to be the cause, and fails. */
export const maxLostAttempts = 5;

/** A retry that the queue delivers at most this early is run. */
const earlyMs = 250;

/**
 * The claims of a group, $1 and $2. A task is claimed that is PENDING, RETRY and due by the database's clock, or
 * PROCESSING because its worker was lost or handed it back. The claim raises the attempt number, which fences off the
 * earlier owner.
 */
const claims = {
  changes: `claim as (
      select * from unnest((select $1::uuid[]), $2::text[]) as claim (task_id, worker_name)
    ), claimed as (
      update ai_analysis_tasks t set
        status = 'PROCESSING', attempt = attempt + 1, started_at = now(),
        worker_name = (select worker_name from claim where claim.task_id = t.task_id),
        progress = ${steps.initialising.progress}, current_step = 'initialising', next_retry_at = null,
        error_kind = null, error_message = null, traceback = null, updated_at = now(), handed_back_at = null,
        lost_tries = lost_tries + (status = 'PROCESSING' and handed_back_at is null)::int
      where task_id = any ((select $1)::uuid[]) and (status = 'PENDING'
        or (status = 'RETRY' and next_retry_at <= now() + ${earlyMs} * interval '1 millisecond')
        or (status = 'PROCESSING' and (handed_back_at is not null or lost_tries < ${maxLostAttempts})))
      returning t.*
    ), ${openTaskStarted('claimed')}, claimed_records as (
      update practice_records r set record_status = '${recordStatusAfter.taskStarted}', updated_at = now()
      where r.practice_record_id = any (array(select practice_record_id from claimed))
        and r.ai_task_id = any (array(select task_id from claimed))
    )`,
  events: `select task_id, attempt, status, progress, current_step, worker_name, clock_timestamp() from claimed`,
  answer: `select ${snapshotColumns('t')}, t.params, r.audio_key, r.audio_content_type,
      s.text, s.language, s.example_audio_key, s.example_audio_content_type
    from claimed t
    cross join lateral (select * from practice_records r where r.practice_record_id = t.practice_record_id offset 0) r
    cross join lateral (select * from sentences s where s.sentence_id = r.sentence_id offset 0) s`,
};

/** Parameters of the claims; those of the successes follow. */
const claimParameters = 2;

/**
 * The successes of a group: the tasks where the attempt still owns them, their results, and the steps that the history
 * lacks. Their arrays begin at the parameter `from`.
 */
const successes = (from: number) => {
  const $ = (index: number): string => `$${from + index}`;
  return {
    changes: `finish as (
      select * from unnest((select ${$(0)}::uuid[]), ${$(1)}::int[], ${$(2)}::uuid[], ${$(3)}::text[], ${$(4)}::text[],
        ${$(5)}::float8[]) as finish (task_id, attempt, result_id, result, version, audio_seconds)
    ), ended as (
      update ai_analysis_tasks t set status = 'SUCCESS', progress = 100, current_step = 'completed',
        result_id = (select result_id from finish where finish.task_id = t.task_id), completed_at = now(),
        handed_back_at = null, updated_at = now()
      where t.task_id = any ((select ${$(0)})::uuid[]) and t.status = 'PROCESSING'
        and t.attempt = (select attempt from finish where finish.task_id = t.task_id)
      returning t.task_id, t.practice_record_id, t.attempt, t.status, t.progress, t.current_step, t.worker_name,
        t.result_id, t.started_at, t.completed_at
    ), ${openTaskEnded('ended')}, ended_records as (
      update practice_records r set record_status = '${recordStatusAfter.taskSucceeded}', updated_at = now(),
        audio_duration = coalesce(
          (select audio_seconds from finish where finish.task_id = r.ai_task_id), r.audio_duration)
      where r.practice_record_id = any (array(select practice_record_id from ended))
        and r.ai_task_id = any (array(select task_id from ended))
    ), stored as (
      insert into ai_analysis_results
        (result_id, task_id, analysis_result, analysis_model_version, processing_time_seconds)
      select ended.result_id, ended.task_id, finish.result::jsonb, version,
        extract(epoch from completed_at - started_at)
      from ended join finish using (task_id)
    )`,
    events: `select ended.task_id, ended.attempt, 'PROCESSING', mark.progress, mark.step, ended.worker_name, mark.at
      from ended join unnest((select ${$(6)}::uuid[]), ${$(7)}::text[], ${$(8)}::int[], ${$(9)}::timestamptz[])
        as mark (task_id, step, progress, at) using (task_id)
      union all
      select task_id, attempt, status, progress, current_step, worker_name, clock_timestamp() from ended`,
    answer: `select task_id, completed_at from ended`,
  };
};

interface Part {
  readonly changes: string;
  readonly events: string;
}

const statementOf = (name: string, parts: readonly Part[], answer: string): { name: string; text: string } => ({
  name,
  text: `
    with ${parts.map(({ changes }) => changes).join(', ')}, noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, at)
      ${parts.map(({ events }) => events).join(' union all ')}
    )
    ${answer}`,
});

const onlyClaims = statementOf('claim-tasks', [claims], claims.answer);
const onlySuccesses = statementOf('succeed-tasks', [successes(1)], successes(1).answer);
const both = statementOf(
  'claim-and-succeed-tasks',
  [successes(claimParameters + 1), claims],
  `select ended.task_id as ended_task_id, ended.completed_at as ended_at, begun.*
    from (${successes(claimParameters + 1).answer}) ended full join (${claims.answer}) begun on false`,
);

interface ClaimRow extends SnapshotRow {
  params: Record<string, unknown>;
  audio_key: string | null;
  audio_content_type: string | null;
  example_audio_key: string | null;
  example_audio_content_type: string | null;
  text: string;
  language: string;
}

/** The rows of `both`: of an ended task or of a claimed one, the other's columns being null. */
type EitherRow = { ended_task_id: string | null; ended_at: Date | null } & (
  { task_id: null } | (ClaimRow & { task_id: string })
);

/** A claim or a success by its task; null: nothing was written, because the task has moved on. */
export type WorkerOutcome = Claim | Success | null;

/**
 * Claims and ends the tasks of a group in one statement. All of it happens or none. Rows are locked in the order of the
 * task ids, so that two groups cannot wait for each other. `select` hides the lengths of the arrays from the planner, which
 * would otherwise plan the statement anew each time. Indexes: primary keys.
 * @param writes no two of them of one task
 * @returns the outcomes in the order of the writes
 */
export async function claimAndSucceed(database: Database, writes: readonly WorkerWrite[]): Promise<WorkerOutcome[]> {
  const outcomes = new Map<string, WorkerOutcome>();
  const claimed = writes.flatMap((write) => (write.write === 'claim' ? [write] : []));
  const ended = writes.flatMap((write) => (write.write === 'success' ? [write] : []));
  const claimValues = [claimed.map(({ taskId }) => taskId), claimed.map(({ workerName }) => workerName)];
  const successValues = valuesOf(ended);
  if (ended.length === 0) {
    const rows = await runStatement<ClaimRow>(database, onlyClaims, claimValues);
    for (const row of rows) outcomes.set(row.task_id, claimOf(row));
  } else if (claimed.length === 0) {
    const rows = await runStatement<{ task_id: string; completed_at: Date }>(database, onlySuccesses, successValues);
    for (const row of rows) outcomes.set(row.task_id, { completedAt: row.completed_at.toISOString() });
  } else {
    for (const row of await runStatement<EitherRow>(database, both, [...claimValues, ...successValues])) {
      if (row.task_id !== null) outcomes.set(row.task_id, claimOf(row));
      else if (row.ended_task_id !== null && row.ended_at !== null)
        outcomes.set(row.ended_task_id, { completedAt: row.ended_at.toISOString() });
    }
  }
  return writes.map(({ taskId }) => outcomes.get(taskId) ?? null);
}

function valuesOf(ended: readonly SucceededAttempt[]): unknown[] {
  const marks = ended.flatMap(({ taskId, steps: made }) => made.map((mark) => ({ ...mark, taskId })));
  return [
    ended.map(({ taskId }) => taskId),
    ended.map(({ attempt }) => attempt),
    ended.map(({ resultId }) => resultId),
    ended.map(({ analysisResult }) => JSON.stringify(analysisResult)),
    ended.map(({ analysisModelVersion }) => analysisModelVersion),
    ended.map(({ audioDurationSeconds }) => audioDurationSeconds),
    marks.map(({ taskId }) => taskId),
    marks.map(({ step }) => step),
    marks.map(({ progress }) => progress),
    marks.map(({ at }) => at),
  ];
}

function claimOf(row: ClaimRow): Claim {
  return {
    snapshot: snapshotOf(row),
    params: row.params,
    audio: { key: row.audio_key ?? '', contentType: row.audio_content_type ?? 'application/octet-stream' },
    example: row.example_audio_key
      ? { key: row.example_audio_key, contentType: row.example_audio_content_type ?? 'application/octet-stream' }
      : null,
    sentence: { text: row.text, language: row.language },
  };
}

/** Claims one task; null when it has ended, is not due yet, or has lost its worker too often. */
export async function claimTask(database: Database, taskId: string, workerName: string): Promise<Claim | null> {
  const [outcome] = await claimAndSucceed(database, [{ write: 'claim', taskId, workerName }]);
  return (outcome ?? null) as Claim | null;
}

/**
 * Ends one task as SUCCESS and stores its result in the same statement.
 * @returns null when the attempt no longer owns the task; nothing was written then
 */
export async function succeedTask(database: Database, finished: SucceededAttempt): Promise<Success | null> {
  const [outcome] = await claimAndSucceed(database, [{ write: 'success', ...finished }]);
  return (outcome ?? null) as Success | null;
}
