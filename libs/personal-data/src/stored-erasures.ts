import { runStatement, type Database, type RequestedErasure } from '@vocalborn/database';

/** An erasure whose rows are gone, and what is left of it elsewhere. */
export interface UnfinishedErasure extends RequestedErasure {
  readonly taskIds: readonly string[];
  readonly audioKey: string | null;
  /** Whether nobody can have anything of the record in hand any more that was read before the erasure. */
  readonly isSettled: boolean;
}

/**
 * Seconds after which every process has written what it had read before the erasure. A statement ends after 15 s and a
 * worker notices within a second; the rest is for a process that was frozen.
 */
const settledAfterSeconds = 600;

const columns = `
  practice_record_id, user_id, erased_by, role, requested_at, task_ids, audio_key,
  requested_at < now() - interval '${settledAfterSeconds} seconds' as is_settled`;

/** Index: unfinished_erasures. */
const listStatement = {
  name: 'list-unfinished-erasures',
  text: `
    select ${columns} from erasures
    where finished_at is null and (swept_at is null or requested_at < now() - interval '${settledAfterSeconds} seconds')
    order by requested_at limit $1`,
};

/** Index: primary key. */
const findStatement = {
  name: 'find-unswept-erasure',
  text: `select ${columns} from erasures where practice_record_id = $1 and swept_at is null`,
};

/**
 * Deletes the steps that a statement wrote which had begun before the erasure: the history refers to its tasks without a
 * foreign key. Indexes: primary key, events_by_task.
 */
const sweptStatement = {
  name: 'note-swept-erasure',
  text: `
    with swept as (
      update erasures set swept_at = coalesce(swept_at, now()) where practice_record_id = $1 returning task_ids
    )
    delete from ai_analysis_task_events where task_id = any (array(select unnest(task_ids) from swept))`,
};

/** Index: primary key. */
const finishStatement = {
  name: 'finish-erasure',
  text: `update erasures set finished_at = now(), task_ids = null, audio_key = null
    where practice_record_id = $1 and swept_at is not null and finished_at is null`,
};

/** The erasures of which something is to be removed now, the oldest first, at most `limit`. */
export async function listUnfinishedErasures(database: Database, limit: number): Promise<UnfinishedErasure[]> {
  return (await runStatement<ErasureRow>(database, listStatement, [limit])).map(erasureOf);
}

/** The erasure of a record that nobody has swept yet; null when there is none. */
export async function findUnsweptErasure(database: Database, recordId: string): Promise<UnfinishedErasure | null> {
  const [row] = await runStatement<ErasureRow>(database, findStatement, [recordId]);
  return row ? erasureOf(row) : null;
}

/** Notes that the recording, the jobs and the cached states are gone, and deletes steps that were written late. */
export async function noteSwept(database: Database, recordId: string): Promise<void> {
  await runStatement(database, sweptStatement, [recordId]);
}

/** Ends a swept erasure: who erased what and when stays, the ids of the tasks and of the recording go. */
export async function noteFinished(database: Database, recordId: string): Promise<void> {
  await runStatement(database, finishStatement, [recordId]);
}

interface ErasureRow {
  practice_record_id: string;
  user_id: string;
  erased_by: string;
  role: string;
  requested_at: Date;
  task_ids: string[] | null;
  audio_key: string | null;
  is_settled: boolean;
}

const erasureOf = (row: ErasureRow): UnfinishedErasure => ({
  practiceRecordId: row.practice_record_id,
  userId: row.user_id,
  erasedBy: row.erased_by,
  role: row.role,
  requestedAt: row.requested_at.toISOString(),
  taskIds: row.task_ids ?? [],
  audioKey: row.audio_key,
  isSettled: row.is_settled,
});
