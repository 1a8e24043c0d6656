import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { controlChannel, repliesKey, type Command, type Reply } from './commands.js';

const lookEveryMs = 25;

/** How long a worker has to answer: well beyond a round trip, so that silence means that it is gone or stuck. */
export const answerMs = 2_000;

/**
 * Asks the named workers and waits for their answers. A command is delivered now or never: one that a worker did not
 * hear is not done later.
 * @returns each worker's answer; null from those that did not answer in time
 * @throws when Redis cannot be reached
 */
export async function askWorkers(
  redis: Redis,
  names: readonly string[],
  command: Command,
  timeoutMs = answerMs,
): Promise<Map<string, Reply | null>> {
  const id = randomUUID();
  const message = JSON.stringify({ id, to: names, command });
  const answers = new Map<string, Reply | null>(names.map((name) => [name, null]));
  if (names.length === 0 || (await redis.publish(controlChannel(redis.options.db ?? 0), message)) === 0) return answers;
  const deadline = performance.now() + timeoutMs;
  do {
    const replies = await redis.hgetall(repliesKey(id));
    for (const [name, reply] of Object.entries(replies)) answers.set(name, JSON.parse(reply) as Reply);
    if (Object.keys(replies).length >= names.length) break;
    await delay(lookEveryMs);
  } while (performance.now() < deadline);
  return answers;
}
