import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a duty of recovery was begun last. */
@Entity('recovery_rounds')
export class RecoveryRoundEntity {
  @PrimaryColumn('text')
  duty!: string;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;
}
