import { Inject, Injectable } from '@nestjs/common';
import { equalInConstantTime } from '@vocalborn/http';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { createHmac, hkdfSync } from 'node:crypto';
import { Problem } from '../http/problem.js';
import type { AudioLinkDto, LinkQueryDto } from './audio-link.dto.js';

/** Separates this key from every other use of the same secret. */
const purpose = 'vocalborn audio links';

/**
 * Signed addresses of recordings, for elements that cannot send a token. A link is for one path and one stored object, so
 * that it ends when the recording is replaced. Any gateway with the same secret accepts it.
 */
@Injectable()
export class AudioLinks {
  readonly #key: Buffer | null;
  readonly #lifetimeSeconds: number;

  constructor(@Inject(SETTINGS) settings: ApiGatewaySettings) {
    const secret = settings.AUDIO_LINK_SECRET ?? settings.JWT_SECRET;
    this.#key = secret === undefined ? null : Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
    this.#lifetimeSeconds = settings.AUDIO_LINK_SECONDS;
  }

  /** A link to the object of this key under this path. @throws Problem `audio-links-not-configured` */
  create(path: string, audioKey: string): AudioLinkDto {
    const expires = Math.floor(Date.now() / 1_000) + this.#lifetimeSeconds;
    const url = `${path}?expires=${expires}&signature=${this.sign(path, String(expires), audioKey)}`;
    return { url, expires_at: new Date(expires * 1_000).toISOString() };
  }

  /** Whether the query is that of a link which has not expired. @throws Problem `audio-links-not-configured` */
  isValid(path: string, audioKey: string, { expires = '', signature = '' }: LinkQueryDto): boolean {
    const isSigned = equalInConstantTime(signature, this.sign(path, expires, audioKey));
    return isSigned && Number(expires) * 1_000 > Date.now();
  }

  private sign(path: string, expires: string, audioKey: string): string {
    if (this.#key === null) {
      throw new Problem('audio-links-not-configured', {
        'en-US': 'This service has no secret to sign links with.',
        'zh-TW': '此服務沒有簽署連結的密鑰。',
      });
    }
    return createHmac('sha256', this.#key).update([path, expires, audioKey].join('\n')).digest('base64url');
  }
}
