import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The ledger's row of a task. Written by the task ledger's statements only; the entity documents and reads it. */
@Entity('ai_analysis_tasks')
export class AiAnalysisTaskEntity {
  @PrimaryColumn('uuid', { name: 'task_id' })
  taskId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('uuid', { name: 'requested_by' })
  requestedBy!: string;

  @Column('uuid', { name: 'practice_record_id' })
  practiceRecordId!: string;

  @Column('text', { name: 'task_type' })
  taskType!: string;

  @Column('jsonb')
  params!: Record<string, unknown>;

  @Column('text')
  status!: string;

  @Column('int')
  attempt!: number;

  @Column('int', { name: 'lost_tries' })
  lostTries!: number;

  @Column('timestamptz', { name: 'handed_back_at', nullable: true })
  handedBackAt!: Date | null;

  @Column('smallint')
  progress!: number;

  @Column('text', { name: 'current_step' })
  currentStep!: string;

  @Column('text', { name: 'worker_name', nullable: true })
  workerName!: string | null;

  @Column('text', { name: 'error_kind', nullable: true })
  errorKind!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('text', { nullable: true })
  traceback!: string | null;

  @Column('int', { name: 'retry_count' })
  retryCount!: number;

  @Column('int', { name: 'max_retries', nullable: true })
  maxRetries!: number | null;

  @Column('timestamptz', { name: 'next_retry_at', nullable: true })
  nextRetryAt!: Date | null;

  @Column('uuid', { name: 'result_id', nullable: true })
  resultId!: string | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  @Column('text', { name: 'idempotency_fingerprint', nullable: true })
  idempotencyFingerprint!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
