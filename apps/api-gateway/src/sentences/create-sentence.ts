import { Injectable } from '@nestjs/common';
import { exampleKey } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { AudioUploads, type UploadedAudio } from '../practice-records/audio-uploads.js';
import { ExampleCheck } from './example-check.js';
import { SentenceFieldsDto } from './sentence.dto.js';
import { insertSentence, type StoredSentence } from './stored-sentence.js';

/** Stores the example recording of a new sentence, has it checked, and creates the sentence, or nothing. */
@Injectable()
export class CreateSentence {
  constructor(
    private readonly database: Database,
    private readonly uploads: AudioUploads,
    private readonly examples: ExampleCheck,
  ) {}

  /**
   * A crash before the row is written leaves an object without a row, which recovery removes.
   * @throws Problem `forbidden` for patients, `examples-cannot-be-checked`, or when the form or the example is refused
   */
  async create(caller: Principal, request: FastifyRequest): Promise<StoredSentence> {
    if (caller.role === 'patient')
      throw new Problem('forbidden', {
        'en-US': 'Only therapists and admins may add sentences.',
        'zh-TW': '只有治療師與管理員可以新增句子。',
      });
    // The example need not be sent for a refusal that is certain already.
    this.examples.requireClient();
    const sentenceId = randomUUID();
    const keyOf = (extension: string): string => exampleKey(sentenceId, extension);
    return this.uploads.receive(request, keyOf, (upload) => this.save(sentenceId, upload));
  }

  private async save(sentenceId: string, { fields, audio }: UploadedAudio): Promise<StoredSentence> {
    const { text, language } = await validated(SentenceFieldsDto, fields);
    await this.examples.check(audio, language);
    const sentence: StoredSentence = {
      sentence_id: sentenceId,
      text,
      language,
      example_audio_key: audio.key,
      example_audio_content_type: audio.contentType,
    };
    await insertSentence(this.database, sentence);
    return sentence;
  }
}
