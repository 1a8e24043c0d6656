import type { Redis } from 'ioredis';
import { z } from 'zod';

const count = z.int().min(1).max(256);
const seconds = z.int().min(1).max(86_400);

/** The commands to a worker, with the names of Celery. */
export const commandSchema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('ping') }),
  z.object({ command: z.literal('active') }),
  z.object({ command: z.literal('reserved') }),
  z.object({ command: z.literal('stats') }),
  /** Ends the worker after its running tasks have ended. */
  z.object({ command: z.literal('shutdown') }),
  /** Replaces the processes that run tasks, without an interruption. */
  z.object({ command: z.literal('pool_restart') }),
  z.object({ command: z.literal('pool_grow'), n: count }),
  z.object({ command: z.literal('pool_shrink'), n: count }),
  /** Applies to new attempts. With `soft` null, no attempt is asked to end before the hard limit. */
  z.object({ command: z.literal('time_limit'), soft: seconds.nullable(), hard: seconds }),
]);

export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['command'];

/** The answer of a worker; `error` tells why it did not do the command. */
export type Reply = { readonly ok: unknown } | { readonly error: string };

export const messageSchema = z.object({
  id: z.uuid(),
  to: z.array(z.string()),
  command: commandSchema,
  /** Whether the worker must take the command before it does it. Senders of an earlier version do not offer that. */
  open: z.boolean().default(false),
});

/**
 * The channel of the commands. All databases of a Redis and all nodes of a cluster share the channels, so the name contains
 * the number of the database and the prefix of the keys.
 */
export const controlChannel = ({ options }: Redis): string =>
  `${options.keyPrefix ?? ''}vocalborn:control:${options.db ?? 0}`;
export const repliesKey = (id: string): string => `vocalborn:replies:${id}`;

/** The set of workers that may still take a command. A worker that takes it, and one that is too late, is removed. */
export const openKey = (id: string): string => `vocalborn:open:${id}`;

/** Lifetime of an answer in Redis. */
export const repliesSeconds = 60;
