import { Injectable } from '@nestjs/common';
import { recordingKey } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordStatusAfter } from '@vocalborn/task';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { AudioUploads, type UploadedAudio } from './audio-uploads.js';
import { UploadFieldsDto } from './practice-record.dto.js';
import { insertRecord, type StoredRecord } from './stored-record.js';

/** Stores an uploaded recording and creates the record that points to it, or neither. */
@Injectable()
export class CreateRecord {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly uploads: AudioUploads,
    private readonly quotas: UserQuotas,
  ) {}

  /** A caller who comes for the first time becomes a user. @throws Problem when the form or the recording is refused */
  async create(caller: Principal, request: FastifyRequest): Promise<StoredRecord> {
    await this.quotas.checkRecordings(caller.userId);
    await this.access.addUser(caller);
    const recordId = randomUUID();
    const keyOf = (extension: string): string => recordingKey(recordId, extension);
    return this.uploads.receive(request, keyOf, (upload) => this.save(caller, recordId, upload));
  }

  private async save(caller: Principal, recordId: string, { fields, audio }: UploadedAudio): Promise<StoredRecord> {
    const { sentence_id: sentenceId } = await validated(UploadFieldsDto, fields);
    const record = await insertRecord(this.database, {
      practice_record_id: recordId,
      user_id: caller.userId,
      sentence_id: sentenceId,
      record_status: recordStatusAfter.uploaded,
      audio_key: audio.key,
      audio_content_type: audio.contentType,
      audio_size: audio.size,
    });
    if (record) return record;
    throw Problem.invalidFields([{ field: 'sentence_id', message: 'is not the id of a sentence' }]);
  }
}
