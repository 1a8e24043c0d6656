import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const secretBytes = 32;

/** A new secret of a webhook, in the form of Standard Webhooks: `whsec_` and base64. */
export function newSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64');
}

/** A message to be signed. */
export interface SignedMessage {
  /** The same for every attempt to deliver the message. */
  readonly messageId: string;
  readonly body: string;
  /** Time of the attempt. */
  readonly at: Date;
  /** Each of them signs, the present one first. */
  readonly secrets: readonly string[];
}

/** The headers of Standard Webhooks (https://www.standardwebhooks.com): id, time, and a signature for each secret. */
export function signatureHeaders({ messageId, body, at, secrets }: SignedMessage): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
