import { Inject, Injectable } from '@nestjs/common';
import { AUDIO_STORE, AudioStoreError, type AudioStore } from '@vocalborn/audio-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { entityTag, namesTag } from '../http/entity-tag.js';
import { Problem } from '../http/problem.js';
import { askedRange, type AskedRange } from './byte-range.js';

/** A recording as its row describes it. */
export interface Recording {
  readonly key: string;
  readonly contentType: string | null;
  /** File name for a download, without the extension; letters, digits and dashes only. */
  readonly name: string;
}

/** No answer may be taken for a document: any other stored type is sent as bytes. */
const audioType = /^(audio|video)\/[\w.+-]+$/;

/** Sends recordings from the audio store, whole or in part, a piece at a time. */
@Injectable()
export class SendAudio {
  constructor(@Inject(AUDIO_STORE) private readonly store: AudioStore) {}

  /**
   * Answers with the recording: 200, 206 for one range, or 304; HEAD without a body. The tag is that of the key, because
   * an object never changes.
   * @throws Problem `range-not-satisfiable`, `not-found` when the store has no such object
   */
  async send(request: FastifyRequest, reply: FastifyReply, recording: Recording): Promise<void> {
    const { headers } = request;
    const tag = entityTag(recording.key);
    const always = { ETag: tag, 'Cache-Control': 'no-store', 'Accept-Ranges': 'bytes' };
    if (namesTag(headers['if-none-match'], tag)) return void reply.headers(always).status(304).send();
    try {
      const size = await this.store.size(recording.key);
      // A part of an earlier recording must not be completed with one of this recording.
      const isSame = headers['if-range'] === undefined || headers['if-range'] === tag;
      const { first, last, isPart } = partToSend(askedRange(isSame ? headers.range : undefined, size), size);
      // Fastify measures the body of an answer to HEAD, unless it is a stream.
      const content =
        request.method === 'HEAD' ? Readable.from([]) : await this.store.read(recording.key, { first, last });
      if (isPart) void reply.status(206).header('Content-Range', `bytes ${first}-${last}/${size}`);
      void reply.headers({ ...always, ...describeContent(recording), 'Content-Length': String(last - first + 1) });
      void reply.send(content);
    } catch (error) {
      if (!(error instanceof AudioStoreError) || error.code !== 'not-found') throw error;
      throw new Problem('not-found', {
        'en-US': 'The recording is not in the audio store.',
        'zh-TW': '儲存區中沒有這個錄音。',
      });
    }
  }
}

/** First and last byte to send. @throws Problem `range-not-satisfiable` */
function partToSend(range: AskedRange, size: number): { first: number; last: number; isPart: boolean } {
  if (range === 'whole') return { first: 0, last: size - 1, isPart: false };
  if (range !== 'unsatisfiable') return { ...range, isPart: true };
  throw new Problem(
    'range-not-satisfiable',
    { 'en-US': `The recording has ${size} bytes.`, 'zh-TW': `錄音共 ${size} 位元組。` },
    { field: 'Range' },
    { 'Content-Range': `bytes */${size}` },
  );
}

function describeContent({ key, contentType, name }: Recording): Record<string, string> {
  const extension = /\.[a-z0-9]+$/.exec(key)?.[0] ?? '';
  return {
    'Content-Type': contentType !== null && audioType.test(contentType) ? contentType : 'application/octet-stream',
    'Content-Disposition': `inline; filename="${name}${extension}"`,
    'X-Content-Type-Options': 'nosniff',
  };
}
