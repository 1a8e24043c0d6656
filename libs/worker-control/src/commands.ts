import { z } from 'zod';

const count = z.int().min(1).max(256);
const seconds = z.int().min(1).max(86_400);

/** What a worker can be asked, under the names that Celery has for it. */
export const commandSchema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('ping') }),
  z.object({ command: z.literal('active') }),
  z.object({ command: z.literal('reserved') }),
  z.object({ command: z.literal('stats') }),
  /** Warmly: running tasks are finished first. */
  z.object({ command: z.literal('shutdown') }),
  /** Replaces the processes that run tasks, without a gap. */
  z.object({ command: z.literal('pool_restart') }),
  z.object({ command: z.literal('pool_grow'), n: count }),
  z.object({ command: z.literal('pool_shrink'), n: count }),
  /** For tries that begin from now on; `soft` null means that nothing is asked to end before the hard limit. */
  z.object({ command: z.literal('time_limit'), soft: seconds.nullable(), hard: seconds }),
]);

export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['command'];

/** What a worker answered; `error` says why it did not do it. */
export type Reply = { readonly ok: unknown } | { readonly error: string };

export const messageSchema = z.object({
  id: z.uuid(),
  to: z.array(z.string()),
  command: commandSchema,
  /** A worker has to take the command before it obeys. Askers of an earlier version leave nothing to take. */
  open: z.boolean().default(false),
});

/** Channels know no databases, so the database's number is part of the name. */
export const controlChannel = (database: number): string => `vocalborn:control:${database}`;
export const repliesKey = (id: string): string => `vocalborn:replies:${id}`;

/** The workers that may still take a command: each takes itself off, and so does the asker with those it gives up. */
export const openKey = (id: string): string => `vocalborn:open:${id}`;

/** How long an answer is kept for whoever asked. */
export const repliesSeconds = 60;
