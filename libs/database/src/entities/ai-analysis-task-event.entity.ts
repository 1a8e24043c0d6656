import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of a task's history: a state change or a step reached. Kept for as long as its task. */
@Entity('ai_analysis_task_events')
export class AiAnalysisTaskEventEntity {
  @PrimaryColumn('bigint', { name: 'event_id' })
  eventId!: string;

  @Column('uuid', { name: 'task_id' })
  taskId!: string;

  @Column('int')
  attempt!: number;

  @Column('text')
  status!: string;

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

  @Column('timestamptz', { name: 'next_retry_at', nullable: true })
  nextRetryAt!: Date | null;

  @Column('timestamptz')
  at!: Date;
}
