import type { FastifyReply } from 'fastify';
import { hash } from 'node:crypto';

/** The tag of a body, for If-None-Match (RFC 9110, section 8.8.3). */
export const entityTag = (body: string): string => `"${hash('sha1', body, 'base64url')}"`;

/** Whether an If-None-Match header names the tag (RFC 9110, section 13.1.2: weak tags count as the same). */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((part) => ['*', tag, `W/${tag}`].includes(part.trim()));
}

/** The body to answer with: the given one with its tag, or none with status 304 when the caller has it already. */
export function answerIfNew(reply: FastifyReply, body: string, ifNoneMatch: string | undefined): string {
  const tag = entityTag(body);
  void reply.header('ETag', tag);
  if (!namesTag(ifNoneMatch, tag)) return body;
  void reply.status(304);
  return '';
}
