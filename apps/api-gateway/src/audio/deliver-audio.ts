import { Injectable } from '@nestjs/common';
import { TokenVerifier } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
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

/** Serves recordings to callers with a token, and to holders of a signed link. */
@Injectable()
export class DeliverAudio {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly access: AccessService,
    private readonly links: AudioLinks,
    private readonly sending: SendAudio,
  ) {}

  /**
   * Answers with the recording that `find` finds, on a route that is public to the guard.
   * @throws NotAuthenticatedError without a link and a valid token
   * @throws Problem `audio-link-not-valid`, `not-found`, and what `SendAudio` throws
   */
  async deliver(
    exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    link: LinkQueryDto,
    find: () => Promise<ServedAudio | undefined>,
  ): Promise<void> {
    const { request, reply } = exchange;
    const isLink = link.expires !== undefined || link.signature !== undefined;
    const audio = isLink ? await this.linked(link, find) : await this.visible(request.headers.authorization, find);
    // Pages of other origins play what they have a link to.
    if (isLink) void reply.header('Cross-Origin-Resource-Policy', 'cross-origin');
    await this.sending.send(request, reply, audio);
  }

  /** An unknown recording is refused like a wrong signature, so that nothing is learnt about it. */
  private async linked(link: LinkQueryDto, find: () => Promise<ServedAudio | undefined>): Promise<Recording> {
    const audio = await find();
    const key = audio?.key ?? '';
    const isValid = this.links.isValid(audio?.path ?? '', key, link);
    if (audio && isValid && key !== '') return { ...audio, key };
    throw new Problem('audio-link-not-valid', 'The link has expired, or it is none of this recording.');
  }

  private async visible(
    authorization: string | undefined,
    find: () => Promise<ServedAudio | undefined>,
  ): Promise<Recording> {
    const caller = await this.verifier.verify(authorization);
    const audio = await find();
    const isVisible = audio && (audio.ownerId === null || (await this.access.maySee(caller, audio.ownerId)));
    if (!isVisible) throw new Problem('not-found', 'There is no such recording.');
    return recorded(audio);
  }
}

/** The recording of what is served. @throws Problem `not-found` while there is none */
export function recorded(audio: ServedAudio): Recording {
  if (audio.key === null) throw new Problem('not-found', 'Nothing has been recorded yet.');
  return { ...audio, key: audio.key };
}
