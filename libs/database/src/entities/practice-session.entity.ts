import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One sitting of a patient: the records made in it can be analysed together. */
@Entity('practice_sessions')
export class PracticeSessionEntity {
  @PrimaryColumn('uuid', { name: 'practice_session_id' })
  practiceSessionId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
