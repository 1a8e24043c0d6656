import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One time that an alert was raised, from the first moment at which its condition held to its end. */
@Entity('alerts')
export class AlertEntity {
  @PrimaryColumn('uuid', { name: 'alert_id' })
  alertId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  condition!: string;

  @Column('text')
  severity!: string;

  @Column('text')
  state!: string;

  /** Of which the value is. */
  @Column('text')
  figure!: string;

  @Column('double precision', { nullable: true })
  value!: number | null;

  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz', { name: 'fired_at', nullable: true })
  firedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** Since when the condition of a firing alert no longer holds. */
  @Column('timestamptz', { name: 'calm_since', nullable: true })
  calmSince!: Date | null;
}
