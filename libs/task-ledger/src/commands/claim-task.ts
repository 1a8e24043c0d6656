import { runStatement, type Database } from '@vocalborn/database';
import { recordStatusAfter, steps, type TaskSnapshot } from '@vocalborn/task';
import { openTaskStarted } from '../open-task-row.js';
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

interface ClaimRow extends SnapshotRow {
  params: Record<string, unknown>;
  audio_key: string | null;
  audio_content_type: string | null;
  example_audio_key: string | null;
  example_audio_content_type: string | null;
  text: string;
  language: string;
}

/** Limit of takeovers after a lost worker. A task that loses its worker once more is taken to be the cause, and fails. */
export const maxLostAttempts = 5;

/** A retry that the queue delivers at most this early is run. */
const earlyMs = 250;

/**
 * Claims a task that is PENDING, RETRY and due by the database's clock, or PROCESSING because its worker was lost or
 * handed it back. Raises the attempt number, which fences off the earlier owner. Indexes: primary keys.
 */
const statement = {
  name: 'claim-task',
  text: `
    with claimed as (
      update ai_analysis_tasks t set
        status = 'PROCESSING', attempt = attempt + 1, worker_name = $2, started_at = now(), progress = $3,
        current_step = 'initialising', next_retry_at = null, error_kind = null, error_message = null,
        traceback = null, updated_at = now(), handed_back_at = null,
        lost_tries = lost_tries + (status = 'PROCESSING' and handed_back_at is null)::int
      where task_id = $1 and (status = 'PENDING'
        or (status = 'RETRY' and next_retry_at <= now() + ${earlyMs} * interval '1 millisecond')
        or (status = 'PROCESSING' and (handed_back_at is not null or lost_tries < $4)))
      returning t.*
    ), ${openTaskStarted('claimed')}, marked as (
      update practice_records r set record_status = '${recordStatusAfter.taskStarted}', updated_at = now()
      from claimed where r.practice_record_id = claimed.practice_record_id and r.ai_task_id = claimed.task_id
    ), noted as (
      insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name)
      select task_id, attempt, status, progress, current_step, worker_name from claimed
    )
    select ${snapshotColumns('t')}, t.params, r.audio_key, r.audio_content_type,
      s.text, s.language, s.example_audio_key, s.example_audio_content_type
    from claimed t
    join practice_records r using (practice_record_id)
    join sentences s using (sentence_id)`,
};

/** Claims a task for one attempt; null when it has ended, is not due yet, or has lost its worker too often. */
export async function claimTask(database: Database, taskId: string, workerName: string): Promise<Claim | null> {
  const values = [taskId, workerName, steps.initialising.progress, maxLostAttempts];
  const [row] = await runStatement<ClaimRow>(database, statement, values);
  if (!row) return null;
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
