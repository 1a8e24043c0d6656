import { Injectable } from '@nestjs/common';
import { Database, runStatement } from '@vocalborn/database';
import { mayActFor } from '@vocalborn/task';
import { AccessAudit, type Reader, type ReadResource } from './access-audit.js';

const findClient = {
  name: 'find-client',
  text: 'select from therapist_clients where therapist_id = $1 and patient_id = $2',
};

/** The platform keeps the names of users. */
const insertUser = {
  name: 'add-user',
  text: `insert into users (user_id, role, display_name) values ($1, $2, '') on conflict do nothing`,
};

/** Applies the rule of visibility to one owner. */
@Injectable()
export class AccessService {
  constructor(
    private readonly database: Database,
    private readonly audit: AccessAudit,
  ) {}

  /** Whether the caller may see this of the user. If so and it is another person's, the read is noted in the audit. */
  async maySee(caller: Reader, ownerId: string, read: ReadResource): Promise<boolean> {
    const isVisible = await this.isVisible(caller, ownerId);
    if (isVisible) this.audit.note(caller, ownerId, read);
    return isVisible;
  }

  /** Whether the caller may see what belongs to the user, for an action that shows nothing of it. */
  isVisible(caller: Reader, ownerId: string): Promise<boolean> {
    return mayActFor(caller, ownerId, async (therapistId, patientId) => {
      const found = await runStatement(this.database, findClient, [therapistId, patientId]);
      return found.length > 0;
    });
  }

  /** A caller who stores something for the first time becomes a user. */
  async addUser({ userId, role }: Reader): Promise<void> {
    await runStatement(this.database, insertUser, [userId, role]);
  }
}
