import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { ErasureContendedError, findUnsweptErasure, RecordErasure } from '@vocalborn/personal-data';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { noSuchRecord } from '../http/refusals.js';
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
    if (ownerId === undefined || !(await this.access.isVisible(caller, ownerId))) throw noSuchRecord();
    if (caller.role !== 'admin' && caller.userId !== ownerId) {
      throw new Problem('forbidden', {
        'en-US': 'Only the owner of a practice record and admins may erase it.',
        'zh-TW': '只有本人與管理員可以刪除練習紀錄。',
      });
    }
    if (!(await this.eraseOnce(recordId, caller))) throw noSuchRecord();
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
        'en-US': 'Other requests keep submitting the record for analysis.',
        'zh-TW': '其他請求持續送出此紀錄進行分析。',
      });
    }
  }
}
