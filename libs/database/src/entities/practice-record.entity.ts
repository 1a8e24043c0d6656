import type { RecordStatus } from '@vocalborn/task';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** One sentence that a patient practises, with the recording when there is one. */
@Entity('practice_records')
export class PracticeRecordEntity {
  @PrimaryColumn('uuid', { name: 'practice_record_id' })
  practiceRecordId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('uuid', { name: 'practice_session_id', nullable: true })
  practiceSessionId!: string | null;

  @Column('uuid', { name: 'sentence_id' })
  sentenceId!: string;

  @Column('text', { name: 'record_status' })
  recordStatus!: RecordStatus;

  @Column('text', { name: 'audio_key', nullable: true })
  audioKey!: string | null;

  @Column('text', { name: 'audio_content_type', nullable: true })
  audioContentType!: string | null;

  @Column('int', { name: 'audio_size', nullable: true })
  audioSize!: number | null;

  @Column('double precision', { name: 'audio_duration', nullable: true })
  audioDuration!: number | null;

  @Column('uuid', { name: 'ai_task_id', nullable: true })
  aiTaskId!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
