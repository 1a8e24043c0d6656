import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.js';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Describes the header for the documentation. */
export const idempotencyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'A repeated request with the same key returns the same task.',
} as const;

/** The key of an Idempotency-Key header; null without one. @throws Problem `invalid-request` when it is malformed */
export function idempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (keyForm.test(header)) return header;
  throw Problem.invalidFields([{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
}

/** Identifies a request's content, so that one idempotency key is not used for two different requests. */
export function fingerprintOf(...content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** The refusal of a key that belongs to another request. */
export function keyReused(): Problem {
  return new Problem(
    'idempotency-key-reused',
    { 'en-US': 'The key was used for another request.', 'zh-TW': '此鍵已用於另一個請求。' },
    { field: 'Idempotency-Key' },
  );
}
