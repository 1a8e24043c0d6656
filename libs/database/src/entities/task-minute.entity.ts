import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What happened to tasks in one minute, added up from their events; written anew as long as events may come late. */
@Entity('task_minutes')
export class TaskMinuteEntity {
  @PrimaryColumn('timestamptz')
  minute!: Date;

  @Column('int')
  accepted!: number;

  @Column('int')
  started!: number;

  @Column('int')
  succeeded!: number;

  @Column('int')
  failed!: number;

  @Column('int')
  retried!: number;

  @Column('int')
  revoked!: number;

  @Column('int')
  waits!: number;

  @Column('double precision', { name: 'wait_seconds' })
  waitSeconds!: number;

  @Column('double precision', { name: 'longest_wait_seconds', nullable: true })
  longestWaitSeconds!: number | null;

  @Column('double precision', { name: 'processing_seconds' })
  processingSeconds!: number;

  @Column('int', { name: 'processing_buckets', array: true })
  processingBuckets!: number[];
}
