import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries these basic credentials (`user:password`); takes the same time either way. */
export function matchesBasicCredentials(authorization: string | undefined, expected: string): boolean {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '')?.[1] ?? '';
  return equalInConstantTime(Buffer.from(encoded, 'base64').toString('utf8'), expected);
}

/** Compares two secrets without telling by its duration where they differ. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
