import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { controlChannel, openKey, repliesKey, type Command, type Reply } from './commands.js';

const lookEveryMs = 25;

/** How long a worker has to answer: well beyond a round trip, so that silence means that it is gone or stuck. */
export const answerMs = 2_000;

/** How much longer a command can be taken if its asker dies or loses Redis before it takes the command back. */
const marginMs = 1_000;

/** How long the answer of a worker may be on its way that took the command at the last moment. */
const lateMs = 1_000;

/** A worker took the command and did not answer: it may have done it. */
export interface Taken {
  readonly taken: true;
}

/**
 * Asks the named workers and waits for their answers. A command is done now or never: a worker has to take it before it
 * obeys, and those that did not in time cannot any more, whenever they hear it. Redis decides, not anybody's clock.
 * @returns each worker's answer; null from those that did not take the command and will not
 * @throws when Redis cannot be reached; a command that was sent before can then be taken for a second more
 */
export async function askWorkers(
  redis: Redis,
  names: readonly string[],
  command: Command,
  timeoutMs = answerMs,
): Promise<Map<string, Reply | Taken | null>> {
  const id = randomUUID();
  const heard = names.length > 0 && (await publish(redis, { id, to: names, command }, timeoutMs)) > 0;
  const inTime = heard ? await collect(redis, id, names, timeoutMs) : new Map<string, Reply>();
  const silent = names.filter((name) => !inTime.has(name));
  const taken = await withdraw(redis, id, silent);
  const late = await collect(redis, id, taken, lateMs);
  const unsaid = (name: string): Taken | null => (taken.includes(name) ? { taken: true } : null);
  return new Map(names.map((name) => [name, inTime.get(name) ?? late.get(name) ?? unsaid(name)]));
}

interface Question {
  readonly id: string;
  readonly to: readonly string[];
  readonly command: Command;
}

/** @returns how many listen */
async function publish(redis: Redis, question: Question, timeoutMs: number): Promise<number> {
  const key = openKey(question.id);
  const sent = await redis
    .multi()
    .sadd(key, ...question.to)
    .pexpire(key, timeoutMs + marginMs)
    .publish(controlChannel(redis.options.db ?? 0), JSON.stringify({ ...question, open: true }))
    .exec();
  const [error, listeners] = sent?.at(-1) ?? [new Error('Redis did not take the command')];
  if (error) throw error;
  return Number(listeners);
}

/** The answers of the named workers that come within the time. */
async function collect(
  redis: Redis,
  id: string,
  names: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, Reply>> {
  const answers = new Map<string, Reply>();
  const deadline = performance.now() + timeoutMs;
  while (names.length > answers.size) {
    const replies = await redis.hmget(repliesKey(id), ...names);
    for (const [index, name] of names.entries()) {
      const reply = replies[index];
      if (reply) answers.set(name, JSON.parse(reply) as Reply);
    }
    if (performance.now() >= deadline) break;
    if (names.length > answers.size) await delay(lookEveryMs);
  }
  return answers;
}

/**
 * Takes a command back from workers that have not taken it.
 * @returns those that have
 */
async function withdraw(redis: Redis, id: string, names: readonly string[]): Promise<string[]> {
  const withdrawn = await Promise.all(names.map((name) => redis.srem(openKey(id), name)));
  return names.filter((_, index) => withdrawn[index] === 0);
}
