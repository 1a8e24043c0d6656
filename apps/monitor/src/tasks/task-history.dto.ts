import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { TaskErrorDto, TaskRowDto } from './task-row.dto.js';
import { TaskStandingDto } from './task-standing.dto.js';
import { orNull } from '../http/or-null.js';

/** How a result was made; not what it says. */
export class ResultSummaryDto {
  @ApiProperty({ example: 'vocalborn-1' })
  analysis_model_version!: string;

  @ApiProperty({ example: 2.4 })
  processing_time_seconds!: number;

  @ApiProperty({ type: Number, nullable: true, example: 3.2 })
  audio_seconds!: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'wav' })
  audio_format!: string | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1 })
  confidence_level!: number | null;

  @ApiProperty({ format: 'date-time' })
  stored_at!: string;
}

/** A state or a step that a task reached. */
@ApiExtraModels(TaskErrorDto)
export class HistoryStandingDto extends TaskStandingDto {
  @ApiProperty({ type: 'integer' })
  attempt!: number;

  @ApiProperty(orNull(TaskErrorDto))
  error!: TaskErrorDto | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_retry_at!: string | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

/** The same with what only a history tells. */
export class HistoryEntryDto extends HistoryStandingDto {
  @ApiProperty({ example: '4711', description: 'A whole number, as text.' })
  event_id!: string;

  @ApiProperty({ type: String, nullable: true })
  traceback!: string | null;
}

/** The answer of `GET /api/tasks/{task_id}/history`. */
@ApiExtraModels(ResultSummaryDto)
export class TaskWithHistoryDto extends TaskRowDto {
  @ApiProperty({ type: String, nullable: true })
  traceback!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'number', nullable: true }, { type: 'boolean' }, { type: 'string' }] },
    example: { speed: 1.5, note: '(text of 7 characters)' },
    description: 'Numbers and switches; of texts only how long they are.',
  })
  params!: Record<string, number | boolean | string | null>;

  @ApiProperty(orNull(ResultSummaryDto))
  result!: ResultSummaryDto | null;

  @ApiProperty({ type: [HistoryEntryDto], description: 'The oldest first.' })
  history!: HistoryEntryDto[];
}
