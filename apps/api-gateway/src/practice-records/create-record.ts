import { Inject, Injectable } from '@nestjs/common';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordStatusAfter } from '@vocalborn/task';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { addUser } from '../access/add-user.js';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { UploadFieldsDto } from './practice-record.dto.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';
import { insertRecord, type StoredRecord } from './stored-record.js';

/** Stores an uploaded recording and creates the record that points to it, or neither. */
@Injectable()
export class CreateRecord {
  constructor(
    private readonly database: Database,
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
    private readonly quotas: UserQuotas,
  ) {}

  /** A caller who comes for the first time becomes a user. @throws Problem when the form or the recording is refused */
  async create(caller: Principal, request: FastifyRequest): Promise<StoredRecord> {
    await this.quotas.checkRecordings(caller.userId);
    await addUser(this.database, caller);
    const recordId = randomUUID();
    const upload = await receiveUpload(request, {
      store: this.store,
      recordId,
      maxBytes: this.settings.MAX_AUDIO_FILE_SIZE,
      timeoutMs: this.settings.UPLOAD_TIMEOUT_SECONDS * 1_000,
      supported: this.settings.SUPPORTED_AUDIO_FORMATS,
    });
    try {
      return await this.save(caller, recordId, upload);
    } catch (error) {
      if (upload.audio) await this.store.remove(upload.audio.key);
      throw error;
    }
  }

  private async save(caller: Principal, recordId: string, upload: ReceivedUpload): Promise<StoredRecord> {
    const { sentence_id: sentenceId } = await validated(UploadFieldsDto, upload.fields);
    if (!upload.audio) throw Problem.invalidFields([{ field: 'audio', message: 'must be a file' }]);
    const record = await insertRecord(this.database, {
      practice_record_id: recordId,
      user_id: caller.userId,
      sentence_id: sentenceId,
      record_status: recordStatusAfter.uploaded,
      audio_key: upload.audio.key,
      audio_content_type: upload.audio.contentType,
      audio_size: upload.audio.size,
    });
    if (record) return record;
    throw Problem.invalidFields([{ field: 'sentence_id', message: 'is not the id of a sentence' }]);
  }
}
