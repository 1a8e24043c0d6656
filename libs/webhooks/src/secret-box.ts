import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const [sealed, plain] = ['gcm:', 'plain:'];

/** A stored secret cannot be read: its key is not among the configured ones, or the text was changed. */
export class UnreadableSecretError extends Error {
  constructor() {
    super('the secret of the webhook cannot be read with the configured keys');
    this.name = 'UnreadableSecretError';
  }
}

/**
 * Encrypts the secrets of webhooks for storage (AES-256-GCM). The text is bound to the id of its webhook: copied to another
 * one, it cannot be read. Without a key, secrets are stored as they are.
 */
export class SecretBox {
  /** @param keys 32 bytes each. The first one encrypts; all of them decrypt, so that keys can be replaced. */
  constructor(private readonly keys: readonly Buffer[]) {}

  seal(secret: string, webhookId: string): string {
    const [key] = this.keys;
    if (key === undefined) return plain + secret;
    const nonce = randomBytes(nonceBytes);
    const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(webhookId));
    const text = Buffer.concat([encryption.update(secret, 'utf8'), encryption.final()]);
    return sealed + Buffer.concat([nonce, encryption.getAuthTag(), text]).toString('base64');
  }

  /** @throws UnreadableSecretError */
  open(stored: string, webhookId: string): string {
    if (stored.startsWith(plain)) return stored.slice(plain.length);
    const bytes = Buffer.from(stored.slice(sealed.length), 'base64');
    for (const key of this.keys) {
      const secret = decrypt(key, bytes, webhookId);
      if (secret !== null) return secret;
    }
    throw new UnreadableSecretError();
  }
}

/** Null when the text was not encrypted with this key for this webhook. */
function decrypt(key: Buffer, bytes: Buffer, webhookId: string): string | null {
  const tagEnd = nonceBytes + tagBytes;
  if (bytes.length < tagEnd) return null;
  const options = { authTagLength: tagBytes };
  const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), options)
    .setAAD(Buffer.from(webhookId))
    .setAuthTag(bytes.subarray(nonceBytes, tagEnd));
  try {
    return decryption.update(bytes.subarray(tagEnd), undefined, 'utf8') + decryption.final('utf8');
  } catch {
    return null;
  }
}
