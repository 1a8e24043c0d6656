import { ApiProperty } from '@nestjs/swagger';

/** The answer of `GET /tasks/{task_id}/result`. */
export class TaskResultDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ format: 'uuid' })
  result_id!: string;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 100 })
  overall_score!: number | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 100 })
  pronunciation_accuracy!: number | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 100 })
  fluency_score!: number | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 100 })
  rhythm_score!: number | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 1, maximum: 5, description: '1 is best.' })
  level!: number | null;

  @ApiProperty()
  suggestions!: string;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  improvement_areas!: unknown[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Segments, timing, pitch and intensity.' })
  detailed_analysis!: Record<string, unknown>;

  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata!: Record<string, unknown>;

  @ApiProperty()
  analysis_model_version!: string;

  @ApiProperty()
  processing_time_seconds!: number;

  @ApiProperty({ format: 'date-time' })
  completed_at!: string;
}
