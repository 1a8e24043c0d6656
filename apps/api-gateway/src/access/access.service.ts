import { Injectable } from '@nestjs/common';
import { DataSource, TherapistClientEntity } from '@vocalborn/database';
import { mayActFor, type Caller } from '@vocalborn/task';

/** Applies the rule of visibility to one owner. */
@Injectable()
export class AccessService {
  constructor(private readonly database: DataSource) {}

  /** Whether the caller may see the records and tasks of this user. */
  maySee(caller: Caller, ownerId: string): Promise<boolean> {
    const clients = this.database.getRepository(TherapistClientEntity);
    return mayActFor(caller, ownerId, (therapistId, patientId) => clients.existsBy({ therapistId, patientId }));
  }
}
