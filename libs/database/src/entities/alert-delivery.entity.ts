import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message about an alert to one channel, kept until it is delivered or given up. */
@Entity('alert_deliveries')
export class AlertDeliveryEntity {
  @PrimaryColumn('bigint', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('uuid', { name: 'alert_id' })
  alertId!: string;

  @Column('text')
  transition!: string;

  @Column('text')
  channel!: string;

  @Column('int')
  attempts!: number;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  @Column('timestamptz', { name: 'given_up_at', nullable: true })
  givenUpAt!: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;
}
