import { ApiProperty } from '@nestjs/swagger';
import type { PracticeRecordEntity } from '@vocalborn/database';
import { recordStatuses } from '@vocalborn/task';
import { IsUUID } from 'class-validator';

/** The form fields of an upload, beside the file. */
export class UploadFieldsDto {
  @IsUUID()
  sentence_id!: string;
}

/** What the documentation shows of an upload. */
export class UploadFormDto extends UploadFieldsDto {
  @ApiProperty({ format: 'uuid' })
  declare sentence_id: string;

  @ApiProperty({ type: 'string', format: 'binary' })
  audio!: unknown;
}

/** A practice record as its owner sees it. */
export class PracticeRecordDto {
  @ApiProperty({ format: 'uuid' })
  practice_record_id!: string;

  @ApiProperty({ format: 'uuid' })
  sentence_id!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  practice_session_id!: string | null;

  @ApiProperty({ enum: recordStatuses })
  record_status!: string;

  @ApiProperty({ type: String, nullable: true })
  audio_content_type!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Bytes.' })
  audio_size!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Seconds; known after the first analysis.' })
  audio_duration!: number | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The latest analysis task.' })
  ai_task_id!: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;
}

export function renderRecord(record: PracticeRecordEntity): PracticeRecordDto {
  return {
    practice_record_id: record.practiceRecordId,
    sentence_id: record.sentenceId,
    practice_session_id: record.practiceSessionId,
    record_status: record.recordStatus,
    audio_content_type: record.audioContentType,
    audio_size: record.audioSize,
    audio_duration: record.audioDuration,
    ai_task_id: record.aiTaskId,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
  };
}
