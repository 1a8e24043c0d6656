import { Inject, Injectable } from '@nestjs/common';
import { findAddresses, readWebhookUrl, receiverOf, RefusedUrlError, type SendingOptions } from '@vocalborn/webhooks';
import { Problem } from '../http/problem.js';

/** Injection token of how webhook messages are sent. */
export const SENDING = Symbol('how webhook messages are sent');

/** Checks where a webhook leads when it is created. Each attempt checks it again. */
@Injectable()
export class ReceiverCheck {
  constructor(@Inject(SENDING) private readonly sending: SendingOptions) {}

  /**
   * @returns the URL in its normal form, with its host and port
   * @throws Problem `invalid-request` when messages may not be sent to it
   */
  async check(text: string): Promise<{ url: string; receiver: string }> {
    const { policy, resolve } = this.sending;
    try {
      const url = readWebhookUrl(text, policy);
      await findAddresses(url, policy, resolve);
      return { url: url.href, receiver: receiverOf(url) };
    } catch (error) {
      if (!(error instanceof RefusedUrlError)) throw error;
      throw Problem.invalidFields([{ field: 'url', message: error.message }]);
    }
  }
}
