import type { Query } from './connect.js';

/** Who asked when for the erasure of a practice record, and whose it was. */
export interface RequestedErasure {
  readonly practiceRecordId: string;
  readonly userId: string;
  readonly erasedBy: string;
  readonly role: string;
  /** ISO 8601. */
  readonly requestedAt: string;
}

/** Keeps what the tables alone know of the recording and of the tasks, to remove them elsewhere. */
const note = `
  insert into erasures (practice_record_id, user_id, erased_by, role, requested_at, task_ids, audio_key)
  select e.*, array(select t.task_id from ai_analysis_tasks t where t.practice_record_id = e.practice_record_id),
    (select r.audio_key from practice_records r where r.practice_record_id = e.practice_record_id)
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
    as e (practice_record_id, user_id, erased_by, role, requested_at)
  on conflict (practice_record_id) do nothing`;

const tasks = `select task_id from ai_analysis_tasks where practice_record_id = any ($1::uuid[])`;

/**
 * Those that depend on others come first. Tables that refer to a task or a record with `on delete cascade` need no
 * statement. The log of what operators did keeps who and when.
 */
const deletions = [
  `delete from ai_analysis_results where task_id in (${tasks})`,
  `delete from ai_analysis_task_events where task_id in (${tasks})`,
  `delete from open_tasks where practice_record_id = any ($1::uuid[])`,
  `update operator_actions set target = 'erased', details = '{}', message = null
   where target in (select task_id::text from (${tasks}) of_record)`,
  `delete from ai_analysis_tasks where practice_record_id = any ($1::uuid[])`,
  `delete from practice_records where practice_record_id = any ($1::uuid[])`,
];

/**
 * Deletes all rows about practice records, and notes the erasures, in the caller's transaction. What lies outside Postgres
 * is removed later, from the notes.
 */
export async function eraseRecordRows(query: Query, erasures: readonly RequestedErasure[]): Promise<void> {
  const recordIds = erasures.map(({ practiceRecordId }) => practiceRecordId);
  await query(note, [
    recordIds,
    erasures.map(({ userId }) => userId),
    erasures.map(({ erasedBy }) => erasedBy),
    erasures.map(({ role }) => role),
    erasures.map(({ requestedAt }) => requestedAt),
  ]);
  for (const deletion of deletions) await query(deletion, [recordIds]);
}
