import { Inject, Injectable } from '@nestjs/common';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { DataSource, PracticeRecordEntity, SentenceEntity, UserEntity } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordStatusAfter } from '@vocalborn/task';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { UploadFieldsDto } from './practice-record.dto.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';

/** Stores an uploaded recording and creates the record that points to it, or neither. */
@Injectable()
export class CreateRecord {
  constructor(
    private readonly database: DataSource,
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
  ) {}

  /** @throws Problem when the caller has no account, or the form or the recording is refused */
  async create(caller: Principal, request: FastifyRequest): Promise<PracticeRecordEntity> {
    await this.requireUser(caller);
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

  private async requireUser(caller: Principal): Promise<void> {
    if (await this.database.getRepository(UserEntity).existsBy({ userId: caller.userId })) return;
    throw new Problem('forbidden', 'The caller has no account on this platform.');
  }

  private async save(caller: Principal, recordId: string, upload: ReceivedUpload): Promise<PracticeRecordEntity> {
    const { sentence_id: sentenceId } = await validated(UploadFieldsDto, upload.fields);
    if (!upload.audio) throw Problem.invalidFields([{ field: 'audio', message: 'must be a file' }]);
    if (!(await this.database.getRepository(SentenceEntity).existsBy({ sentenceId }))) {
      throw Problem.invalidFields([{ field: 'sentence_id', message: 'is not the id of a sentence' }]);
    }
    const records = this.database.getRepository(PracticeRecordEntity);
    await records.insert({
      practiceRecordId: recordId,
      userId: caller.userId,
      sentenceId,
      recordStatus: recordStatusAfter.uploaded,
      audioKey: upload.audio.key,
      audioContentType: upload.audio.contentType,
      audioSize: upload.audio.size,
    });
    return records.findOneByOrFail({ practiceRecordId: recordId });
  }
}
