import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { AccessKind } from '@vocalborn/personal-data';
import { AccessService } from '../access/access.service.js';
import { noSuchRecord } from '../http/refusals.js';
import { findRecord, type StoredRecord } from './stored-record.js';

/** Finds records that a caller may see. */
@Injectable()
export class FindRecord {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /**
   * The record with this id.
   * @param kind what of it is read, for the audit
   * @throws Problem `not-found` also when the caller may not see it
   */
  async find(caller: Principal, recordId: string, kind: AccessKind = 'record'): Promise<StoredRecord> {
    const record = await findRecord(this.database, recordId);
    if (record && (await this.access.maySee(caller, record.user_id, { kind, id: recordId }))) return record;
    throw noSuchRecord();
  }
}
