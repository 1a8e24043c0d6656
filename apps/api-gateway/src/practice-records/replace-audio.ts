import { Injectable } from '@nestjs/common';
import { recordingKey } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordableStatuses, refusalOf, type RecordStatus } from '@vocalborn/task';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';
import { noSuchRecord, refusedAnalysis } from '../http/refusals.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { AudioUploads, type UploadedAudio } from './audio-uploads.js';
import { FindRecord } from './find-record.js';
import { switchAudio } from './switch-audio.js';
import type { StoredRecord } from './stored-record.js';

/** Gives a record its first recording or a new one. */
@Injectable()
export class ReplaceAudio {
  constructor(
    private readonly database: Database,
    private readonly records: FindRecord,
    private readonly uploads: AudioUploads,
    private readonly quotas: UserQuotas,
  ) {}

  /**
   * Stores the new recording under a key of its own, switches the row to it in one statement, and removes the old one.
   * A crash in between leaves one object without a row; the row never points to a missing one. Of two uploads at the same
   * time the later switch wins, and both are answered with their own recording.
   * @throws Problem `not-found`, `forbidden` for anyone but the owner, `analysis-running`, `record-already-reviewed`,
   *   `too-many-recordings`, or when the form or the recording is refused
   */
  async replace(caller: Principal, recordId: string, request: FastifyRequest): Promise<StoredRecord> {
    const record = await this.records.find(caller, recordId);
    if (record.user_id !== caller.userId)
      throw new Problem('forbidden', { 'en-US': 'Only its owner may record it.', 'zh-TW': '只有本人可以錄音。' });
    // The recording need not be sent for a refusal that is certain already.
    if (!recordableStatuses.includes(record.record_status)) throw refused(record.record_status, record.ai_task_id);
    if (record.audio_key === null) await this.quotas.checkRecordings(caller.userId);
    const keyOf = (extension: string): string => recordingKey(`${recordId}-${randomUUID()}`, extension);
    return this.uploads.receive(request, keyOf, (upload) => this.switchTo(recordId, upload));
  }

  private async switchTo(recordId: string, { fields, audio }: UploadedAudio): Promise<StoredRecord> {
    const unknown = Object.keys(fields).map((field) => ({ field, message: 'is not a field this form takes' }));
    if (unknown.length > 0) throw Problem.invalidFields(unknown);
    const found = await switchAudio(this.database, recordId, audio);
    if (!found) throw noSuchRecord();
    if (!found.record) throw refused(found.status, found.runningTaskId);
    if (found.replacedKey !== null && isOwn(found.replacedKey, recordId)) await this.uploads.discard(found.replacedKey);
    return found.record;
  }
}

/** Whether the object was made for this record. Another record may point to any other object, such as an imported one. */
const isOwn = (key: string, recordId: string): boolean => key.split('/').at(-1)?.startsWith(recordId) ?? false;

function refused(status: RecordStatus, taskId: string | null): Problem {
  if (refusalOf(status) === 'record-already-reviewed') {
    return refusedAnalysis('record-already-reviewed', { field: 'practice_record_id' });
  }
  return new Problem(
    'analysis-running',
    { 'en-US': 'The present recording is being analysed.', 'zh-TW': '目前的錄音正在分析中。' },
    { task_id: taskId },
  );
}
