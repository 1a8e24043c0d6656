import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { analysisRefusals } from '../http/refusals.js';
import { AudioLinks } from './audio-links.js';
import type { LinkQueryDto } from './audio-link.dto.js';
import { SendAudio, type Recording } from './send-audio.js';

/** A recording that a route serves. */
export interface ServedAudio extends Omit<Recording, 'key'> {
  /** Address of the recording, as links name it. */
  readonly path: string;
  /** Null when nothing has been recorded. */
  readonly key: string | null;
  /** Whose recording it is; null for one that every caller may hear. */
  readonly ownerId: string | null;
}

/** A request for a recording, and its answer. */
export interface AudioExchange {
  /** Undefined for a request with a link. */
  readonly caller: Principal | undefined;
  readonly link: LinkQueryDto;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Serves recordings to callers with a token, and to holders of a signed link. */
@Injectable()
export class DeliverAudio {
  constructor(
    private readonly access: AccessService,
    private readonly links: AudioLinks,
    private readonly sending: SendAudio,
  ) {}

  /**
   * Answers with the recording that `find` finds, on a route that is open to links.
   * @throws Problem `audio-link-not-valid`, `not-found`, and what `SendAudio` throws
   */
  async deliver(exchange: AudioExchange, find: () => Promise<ServedAudio | undefined>): Promise<void> {
    const { caller, link, request, reply } = exchange;
    const audio = await find();
    if (caller) {
      await this.sending.send(request, reply, await this.visible(caller, audio));
      return;
    }
    const recording = this.linked(link, audio);
    // Pages of other origins play what they have a link to.
    void reply.header('Cross-Origin-Resource-Policy', 'cross-origin');
    await this.sending.send(request, reply, recording);
  }

  /** An unknown recording is refused like a wrong signature, so that nothing is learnt about it. */
  private linked(link: LinkQueryDto, audio: ServedAudio | undefined): Recording {
    const key = audio?.key ?? '';
    const isValid = this.links.isValid(audio?.path ?? '', key, link);
    if (audio && isValid && key !== '') return { ...audio, key };
    throw new Problem('audio-link-not-valid', {
      'en-US': 'The link has expired, or it is not a link to this recording.',
      'zh-TW': '連結已過期，或不屬於此錄音。',
    });
  }

  private async visible(caller: Principal, audio: ServedAudio | undefined): Promise<Recording> {
    const maySee = async ({ ownerId, name: id }: ServedAudio): Promise<boolean> =>
      ownerId === null || this.access.maySee(caller, ownerId, { kind: 'audio', id });
    if (!audio || !(await maySee(audio)))
      throw new Problem('not-found', { 'en-US': 'There is no such recording.', 'zh-TW': '沒有這個錄音。' });
    return recorded(audio);
  }
}

/** The recording of what is served. @throws Problem `not-found` while there is none */
export function recorded(audio: ServedAudio): Recording {
  if (audio.key === null) throw new Problem('not-found', analysisRefusals['record-without-audio']);
  return { ...audio, key: audio.key };
}
