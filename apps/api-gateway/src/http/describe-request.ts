import type { Principal } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { createHmac, randomBytes } from 'node:crypto';

type LoggedRequest = FastifyRequest & { readonly principal?: Principal };

/** Callers whose pseudonyms are remembered. */
const rememberedCallers = 10_000;

/**
 * What the log tells of a request beside its route: the task, and the caller by a pseudonym. Without the key nobody can tell
 * the caller from it, nor whether two keys' pseudonyms are those of one caller.
 * @param key of the pseudonyms; drawn anew for each process by default
 */
export function requestDescriber(key: string | Buffer = randomBytes(32)) {
  const pseudonyms = new LRUCache<string, string>({ max: rememberedCallers });
  const pseudonymOf = (userId: string): string => {
    const known = pseudonyms.get(userId);
    if (known !== undefined) return known;
    const pseudonym = createHmac('sha256', key).update(userId).digest('base64url').slice(0, 16);
    pseudonyms.set(userId, pseudonym);
    return pseudonym;
  };
  return ({ principal, params }: LoggedRequest): Readonly<Record<string, unknown>> => {
    const taskId = (params as { task_id?: unknown } | null)?.task_id;
    return {
      ...(typeof taskId === 'string' ? { taskId: taskId.slice(0, 36) } : {}),
      ...(principal ? { caller: pseudonymOf(principal.userId), role: principal.role } : {}),
    };
  };
}
