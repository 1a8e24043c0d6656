import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

export const userRoles = ['patient', 'therapist', 'admin'] as const;
export type UserRole = (typeof userRoles)[number];

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  role!: UserRole;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A patient whom a therapist looks after: the therapist may see and analyse the patient's recordings. */
@Entity('therapist_clients')
export class TherapistClientEntity {
  @PrimaryColumn('uuid', { name: 'therapist_id' })
  therapistId!: string;

  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;
}
