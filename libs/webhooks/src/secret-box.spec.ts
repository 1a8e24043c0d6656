import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretBox, UnreadableSecretError } from './secret-box.js';
import { newSecret } from './sign.js';

const [old, present] = [randomBytes(32), randomBytes(32)];
const webhookId = randomUUID();

describe('a stored secret', () => {
  it('is encrypted, differently each time, and read again', () => {
    const box = new SecretBox([present]);
    const secret = newSecret();
    const stored = [box.seal(secret, webhookId), box.seal(secret, webhookId)];
    expect(new Set(stored).size).toBe(2);
    for (const text of stored) {
      expect(text).not.toContain(secret.slice('whsec_'.length));
      expect(box.open(text, webhookId)).toBe(secret);
    }
  });

  it('is read with the key that encrypted it while a new one is being introduced', () => {
    const stored = new SecretBox([old]).seal('whsec_x', webhookId);
    expect(new SecretBox([present, old]).open(stored, webhookId)).toBe('whsec_x');
    expect(() => new SecretBox([present]).open(stored, webhookId)).toThrow(UnreadableSecretError);
    expect(() => new SecretBox([]).open(stored, webhookId)).toThrow(UnreadableSecretError);
  });

  it('is stored as it is without a key, and read when there is one later', () => {
    const stored = new SecretBox([]).seal('whsec_x', webhookId);
    expect(new SecretBox([present]).open(stored, webhookId)).toBe('whsec_x');
  });

  it('cannot be moved to another webhook, nor changed', () => {
    const box = new SecretBox([present]);
    const stored = box.seal('whsec_x', webhookId);
    expect(() => box.open(stored, randomUUID())).toThrow(UnreadableSecretError);
    const bytes = Buffer.from(stored.slice(4), 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => box.open(`gcm:${bytes.toString('base64')}`, webhookId)).toThrow(UnreadableSecretError);
    expect(() => box.open('gcm:AAAA', webhookId)).toThrow(UnreadableSecretError);
  });
});
