import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an operator did to the running system: who, when, to what, and how it ended. */
@Entity('operator_actions')
export class OperatorActionEntity {
  @PrimaryColumn('bigint', { name: 'action_id' })
  actionId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  action!: string;

  @Column('text')
  target!: string;

  @Column('jsonb')
  details!: Record<string, unknown>;

  @Column('text', { nullable: true })
  outcome!: string | null;

  @Column('text', { nullable: true })
  message!: string | null;
}
