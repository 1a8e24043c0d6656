import { ApiProperty, Decimal, Instant, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { recordStatuses } from '@vocalborn/task';
import type { StoredRecord } from './stored-record.js';

/** The text fields of an upload. */
export class UploadFieldsDto {
  @Uuid()
  sentence_id!: string;
}

const file = { type: 'string', format: 'binary' } as const;

/** The form of an upload, for the documentation: the file is read as a stream. */
export class UploadFormDto extends UploadFieldsDto {
  @ApiProperty(file)
  audio!: unknown;
}

/** The form of an upload for a record that exists. */
export class AudioFormDto {
  @ApiProperty(file)
  audio!: unknown;
}

/** A practice record. */
export class PracticeRecordDto {
  @Uuid()
  practice_record_id!: string;

  @Uuid()
  sentence_id!: string;

  @Uuid({ nullable: true })
  practice_session_id!: string | null;

  @OneOf(recordStatuses)
  record_status!: string;

  @Text({ nullable: true })
  audio_content_type!: string | null;

  @Whole({ nullable: true, description: 'Bytes.' })
  audio_size!: number | null;

  @Decimal({ nullable: true, description: 'Seconds; known after the first analysis.' })
  audio_duration!: number | null;

  @Instant({ nullable: true, description: 'When the recording was deleted, because it was kept long enough.' })
  audio_deleted_at!: string | null;

  @Uuid({ nullable: true, description: 'The latest analysis task.' })
  ai_task_id!: string | null;

  @Instant()
  created_at!: string;

  @Instant()
  updated_at!: string;
}

/** A practice record as HTTP answers show it. */
export function renderRecord(record: StoredRecord) {
  return {
    practice_record_id: record.practice_record_id,
    sentence_id: record.sentence_id,
    practice_session_id: record.practice_session_id,
    record_status: record.record_status,
    audio_content_type: record.audio_content_type,
    audio_size: record.audio_size,
    audio_duration: record.audio_duration,
    audio_deleted_at: record.audio_deleted_at?.toISOString() ?? null,
    ai_task_id: record.ai_task_id,
    created_at: record.created_at.toISOString(),
    updated_at: record.updated_at.toISOString(),
  };
}
