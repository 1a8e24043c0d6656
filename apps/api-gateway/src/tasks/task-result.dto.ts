import { Computed, Decimal, Dictionary, Instant, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { pictureThemes, type PictureTheme } from '@vocalborn/speech-analysis/picture-options';

const score = { nullable: true, min: 0, max: 100 };

/** The answer of `GET /tasks/{task_id}/result`. */
export class TaskResultDto {
  @Uuid()
  task_id!: string;

  @Uuid()
  result_id!: string;

  @Decimal(score)
  overall_score!: number | null;

  @Decimal(score)
  pronunciation_accuracy!: number | null;

  @Decimal(score)
  fluency_score!: number | null;

  @Decimal(score)
  rhythm_score!: number | null;

  @Whole({ nullable: true, min: 1, max: 5, description: '1 is the best level.' })
  level!: number | null;

  @Text()
  suggestions!: string;

  @Computed({ type: 'array', items: { type: 'object', additionalProperties: true } })
  improvement_areas!: unknown[];

  @Dictionary({ description: 'Segments, timing, pitch and intensity.' })
  detailed_analysis!: Record<string, unknown>;

  @Dictionary()
  metadata!: Record<string, unknown>;

  @Text()
  analysis_model_version!: string;

  @Decimal()
  processing_time_seconds!: number;

  @Instant()
  completed_at!: string;
}

/** The query of `GET /tasks/{task_id}/result/picture.svg`. */
export class PictureQueryDto {
  @OneOf(pictureThemes, { default: 'light' })
  theme: PictureTheme = 'light';
}
