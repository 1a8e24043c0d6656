import { Injectable } from '@nestjs/common';
import { Database, runStatement } from '@vocalborn/database';
import { mayActFor, type Caller } from '@vocalborn/task';

const findClient = {
  name: 'find-client',
  text: 'select from therapist_clients where therapist_id = $1 and patient_id = $2',
};

/** Applies the rule of visibility to one owner. */
@Injectable()
export class AccessService {
  constructor(private readonly database: Database) {}

  /** Whether the caller may see the records and tasks of this user. */
  maySee(caller: Caller, ownerId: string): Promise<boolean> {
    return mayActFor(caller, ownerId, async (therapistId, patientId) => {
      const found = await runStatement(this.database, findClient, [therapistId, patientId]);
      return found.length > 0;
    });
  }
}
