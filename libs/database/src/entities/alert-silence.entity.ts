import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A time in which an alert is not sent. */
@Entity('alert_silences')
export class AlertSilenceEntity {
  @PrimaryColumn('uuid', { name: 'silence_id' })
  silenceId!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz')
  until!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
