import { Inject, Injectable } from '@nestjs/common';
import { AUDIO_STORE, type AudioStore, type StoredAudio } from '@vocalborn/audio-store';
import { isDatabaseUnavailable } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';

/** A form whose recording is in the store. */
export interface UploadedAudio {
  readonly fields: Record<string, string>;
  readonly audio: StoredAudio & { readonly contentType: string };
}

/** Uploads of recordings: in the store, and in the row that `save` writes, or in neither. */
@Injectable()
export class AudioUploads {
  constructor(
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Reads a form, puts its recording into the store, and then lets `save` write the row that points to it. When `save`
   * throws, the recording is removed again, unless the database broke off: the row may have been written then, and a row
   * never points to a missing object. A crash before the row leaves an object
   * without a row, which recovery removes.
   * @param keyOf the key of the recording by its extension; unused so far
   * @throws Problem, FormError, and what `save` throws
   */
  async receive<T>(
    request: FastifyRequest,
    keyOf: (extension: string) => string,
    save: (upload: UploadedAudio) => Promise<T>,
  ): Promise<T> {
    const upload = await this.read(request, keyOf);
    try {
      const { fields, audio } = upload;
      if (audio) return await save({ fields, audio });
      throw Problem.invalidFields([{ field: 'audio', message: 'must be a file' }]);
    } catch (error) {
      if (upload.audio && !isDatabaseUnavailable(error)) await this.discard(upload.audio.key);
      throw error;
    }
  }

  /** Removes an object to which no row points. While the store is away it is left to recovery, and nobody can read it. */
  async discard(key: string): Promise<void> {
    await this.store.remove(key).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'a recording without a row stays in the audio store until recovery removes it');
    });
  }

  private read(request: FastifyRequest, keyOf: (extension: string) => string): Promise<ReceivedUpload> {
    const { MAX_AUDIO_FILE_SIZE, UPLOAD_TIMEOUT_SECONDS, SUPPORTED_AUDIO_FORMATS } = this.settings;
    return receiveUpload(request, {
      store: this.store,
      keyOf,
      maxBytes: MAX_AUDIO_FILE_SIZE,
      timeoutMs: UPLOAD_TIMEOUT_SECONDS * 1_000,
      supported: SUPPORTED_AUDIO_FORMATS,
    });
  }
}
