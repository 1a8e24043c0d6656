import { createTransport } from 'nodemailer';
import { headline, details } from '../alert-notice.js';
import { answerTimeoutMs, DeliveryError, type AlertChannel } from './alert-channel.js';

export interface MailOptions {
  readonly serverUrl: string;
  readonly from: string;
  /** Addresses separated by commas. */
  readonly to: string;
}

/** Sends alerts by mail as plain text. The same news has the same Message-ID. */
export function emailChannel({ serverUrl, from, to }: MailOptions): AlertChannel {
  const transport = createTransport(withTimeouts(serverUrl));
  return {
    name: 'email',
    repeatSeconds: null,
    send: async (notice) => {
      const sent = transport.sendMail({
        from,
        to,
        subject: headline(notice),
        text: `${[headline(notice), '', ...details(notice)].join('\n')}\n`,
        messageId: `<${notice.alertId}.${notice.status}@vocalborn-monitor>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await sent.catch((error: unknown) => {
        throw new DeliveryError(whyNot(error));
      });
    },
  };
}

/** The timeouts of the library are two minutes and more. */
function withTimeouts(serverUrl: string): string {
  const url = new URL(serverUrl);
  for (const timeout of ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout']) {
    if (!url.searchParams.has(timeout)) url.searchParams.set(timeout, String(answerTimeoutMs));
  }
  return url.href;
}

/** Only the codes: the text of the server may contain a user name or an address. */
function whyNot(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const parts = [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number');
  return `the mail server did not take it: ${parts.join(' ') || 'no reason given'}`;
}
