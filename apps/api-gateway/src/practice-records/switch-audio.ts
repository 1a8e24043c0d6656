import type { StoredAudio } from '@vocalborn/audio-store';
import { runStatement, type Database } from '@vocalborn/database';
import { recordableStatuses, recordStatusAfter, type RecordStatus } from '@vocalborn/task';
import { recordColumns, type StoredRecord } from './stored-record.js';

/** What became of a switch. */
export interface AudioSwitch {
  /** The record with its new recording; null when its state did not allow it. */
  readonly record: StoredRecord | null;
  /** The key of the old recording; null when there was none. */
  readonly replacedKey: string | null;
  /** The status that the record had. */
  readonly status: RecordStatus;
  readonly runningTaskId: string | null;
}

/** The columns of the record are null when it was not switched. */
interface SwitchRow extends Omit<StoredRecord, 'practice_record_id'> {
  readonly practice_record_id: string | null;
  readonly found_key: string | null;
  readonly found_status: RecordStatus;
  readonly found_task_id: string | null;
}

/**
 * The row lock serialises switches with each other and with the acceptance and the end of an analysis, which change the
 * status. The clock is read under the lock, so that every analysis of the old recording has ended before this time and
 * every one of the new recording ends after it. Indexes: primary keys.
 */
const statement = {
  name: 'switch-audio',
  text: `
    with found as (
      select practice_record_id as record_id, audio_key as found_key, record_status as found_status,
        ai_task_id as found_task_id
      from practice_records where practice_record_id = $1 for update
    ), switched as (
      update practice_records set audio_key = $2, audio_content_type = $3, audio_size = $4, audio_duration = null,
        audio_deleted_at = null, audio_stored_at = clock_timestamp(), record_status = '${recordStatusAfter.uploaded}', updated_at = now()
      from found
      where practice_record_id = record_id and found_status = any ('{${recordableStatuses.join(',')}}')
        and not exists (select from open_tasks o where o.practice_record_id = record_id)
      returning ${recordColumns}
    )
    select found.*, switched.* from found left join switched on practice_record_id = record_id`,
};

/**
 * Lets a record point to another recording, if no analysis of it is open and nobody has closed it.
 * @returns undefined when the record does not exist
 * @throws the driver's error; after a lost connection the row may point to the new recording
 */
export async function switchAudio(
  database: Database,
  recordId: string,
  audio: StoredAudio & { readonly contentType: string },
): Promise<AudioSwitch | undefined> {
  const values = [recordId, audio.key, audio.contentType, audio.size];
  const [row] = await runStatement<SwitchRow>(database, statement, values);
  if (!row) return undefined;
  const { found_key: replacedKey, found_status: status, found_task_id: runningTaskId, ...columns } = row;
  const { practice_record_id } = columns;
  const record = practice_record_id === null ? null : { ...columns, practice_record_id };
  return { record, replacedKey, status, runningTaskId };
}
