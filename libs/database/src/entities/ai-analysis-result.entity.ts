import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The stored result of a task that succeeded; exactly one per such task. */
@Entity('ai_analysis_results')
export class AiAnalysisResultEntity {
  @PrimaryColumn('uuid', { name: 'result_id' })
  resultId!: string;

  @Column('uuid', { name: 'task_id' })
  taskId!: string;

  @Column('jsonb', { name: 'analysis_result' })
  analysisResult!: Record<string, unknown>;

  @Column('text', { name: 'analysis_model_version' })
  analysisModelVersion!: string;

  @Column('double precision', { name: 'processing_time_seconds' })
  processingTimeSeconds!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
