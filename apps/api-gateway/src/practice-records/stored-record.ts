import { runStatement, type Database } from '@vocalborn/database';
import type { RecordStatus } from '@vocalborn/task';

/** A practice record as its table holds it. */
export interface StoredRecord {
  readonly practice_record_id: string;
  readonly user_id: string;
  readonly practice_session_id: string | null;
  readonly sentence_id: string;
  readonly record_status: RecordStatus;
  /** Key in the audio store; null while nothing is recorded. */
  readonly audio_key: string | null;
  readonly audio_content_type: string | null;
  /** Bytes. */
  readonly audio_size: number | null;
  /** Seconds. */
  readonly audio_duration: number | null;
  readonly ai_task_id: string | null;
  /** When the recording was deleted, and the record kept. */
  readonly audio_deleted_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** What is known of a record when its recording has been received. */
export interface NewRecord extends Pick<StoredRecord, 'practice_record_id' | 'user_id' | 'sentence_id'> {
  readonly record_status: RecordStatus;
  readonly audio_key: string;
  readonly audio_content_type: string;
  readonly audio_size: number;
}

/** The columns of a StoredRecord. */
export const recordColumns = `practice_record_id, user_id, practice_session_id, sentence_id, record_status, audio_key,
  audio_content_type, audio_size, audio_duration, ai_task_id, audio_deleted_at, created_at, updated_at`;

const find = {
  name: 'find-record',
  text: `select ${recordColumns} from practice_records where practice_record_id = $1`,
};

/** Inserts nothing when the sentence does not exist. */
const insert = {
  name: 'insert-record',
  text: `
    insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key,
      audio_content_type, audio_size)
    select $1, $2, sentence_id, $4, $5, $6, $7 from sentences where sentence_id = $3
    returning ${recordColumns}`,
};

/** The record with this id; undefined when it is unknown. Index: primary key. */
export async function findRecord(database: Database, recordId: string): Promise<StoredRecord | undefined> {
  const [record] = await runStatement<StoredRecord>(database, find, [recordId]);
  return record;
}

/** Stores a record. @returns it as stored; undefined when its sentence does not exist, and then nothing is stored */
export async function insertRecord(database: Database, record: NewRecord): Promise<StoredRecord | undefined> {
  const { practice_record_id, user_id, sentence_id, record_status } = record;
  const audio = [record.audio_key, record.audio_content_type, record.audio_size];
  const values = [practice_record_id, user_id, sentence_id, record_status, ...audio];
  const [stored] = await runStatement<StoredRecord>(database, insert, values);
  return stored;
}
