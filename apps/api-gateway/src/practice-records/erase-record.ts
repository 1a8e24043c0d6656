import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { ErasureContendedError, findUnsweptErasure, RecordErasure } from '@vocalborn/personal-data';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { findRecord } from './stored-record.js';

/** Erases a practice record on behalf of its owner or of an admin. */
@Injectable()
export class EraseRecord {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly erasure: RecordErasure,
  ) {}

  /**
   * A repeated call continues an erasure for which the audio store could not be reached.
   * @throws Problem `not-found`, `forbidden` for a therapist of the owner, `service-unavailable`; AudioStoreError
   */
  async erase(caller: Principal, recordId: string): Promise<void> {
    const ownerId = await this.findOwner(recordId);
    if (ownerId === undefined || !(await this.access.maySee(caller, ownerId, { kind: 'record', id: recordId })))
      throw notFound();
    if (caller.role !== 'admin' && caller.userId !== ownerId) {
      throw new Problem('forbidden', {
        'en-US': 'Only the owner of a practice record and admins erase it.',
        'zh-TW': '只有本人與管理者可以刪除練習紀錄。',
      });
    }
    if (!(await this.eraseOnce(recordId, caller))) throw notFound();
  }

  private async findOwner(recordId: string): Promise<string | undefined> {
    const record = await findRecord(this.database, recordId);
    return record?.user_id ?? (await findUnsweptErasure(this.database, recordId))?.userId;
  }

  private async eraseOnce(recordId: string, caller: Principal): Promise<boolean> {
    try {
      return await this.erasure.erase(recordId, caller);
    } catch (error) {
      if (!(error instanceof ErasureContendedError)) throw error;
      throw new Problem('service-unavailable', {
        'en-US': 'The record is submitted for analysis again and again.',
        'zh-TW': '此紀錄一再被送出分析。',
      });
    }
  }
}

const notFound = (): Problem =>
  new Problem(
    'not-found',
    { 'en-US': 'There is no such practice record.', 'zh-TW': '沒有這筆練習紀錄。' },
    { field: 'practice_record_id' },
  );
