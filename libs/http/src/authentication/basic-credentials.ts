import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries these basic credentials (`user:password`); takes the same time either way. */
export function matchesBasicCredentials(authorization: string | undefined, expected: string): boolean {
  return equalInConstantTime(decoded(authorization), expected);
}

/** The user name of an Authorization header with basic credentials; null when it has none of this scheme. */
export function userOfBasicCredentials(authorization: string | undefined): string | null {
  return /^Basic(?: |$)/i.test(authorization ?? '') ? (decoded(authorization).split(':', 1)[0] ?? '') : null;
}

function decoded(authorization: string | undefined): string {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

/** Compares two secrets without telling by its duration where they differ. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
