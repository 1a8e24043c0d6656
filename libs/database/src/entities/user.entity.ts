import type { Role } from '@vocalborn/task';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A person on the platform. */
@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  role!: Role;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A therapist's client: the therapist may see and analyse the patient's recordings. */
@Entity('therapist_clients')
export class TherapistClientEntity {
  @PrimaryColumn('uuid', { name: 'therapist_id' })
  therapistId!: string;

  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;
}
