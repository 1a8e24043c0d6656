import { followsHashSlot } from '@vocalborn/redis';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { controlChannel, openKey, repliesKey, type Command, type Reply } from './commands.js';

const readEveryMs = 25;

/** Time for a worker to answer: much more than a round trip, so a worker that does not answer is gone or stuck. */
export const answerMs = 2_000;

/** Additional time in which a command can be taken if its sender dies before it withdraws the command. */
const marginMs = 1_000;

/** Time for the answer of a worker that took the command at the last moment. */
const lateMs = 1_000;

/** The worker took the command and did not answer, so it may have done it. */
export interface Taken {
  readonly taken: true;
}

/**
 * Sends a command to the named workers and waits for their answers. A worker must take the command in Redis before it
 * does it, and can take it only while the sender waits. So a command that arrives late has no effect.
 * @returns the answer of each worker; null from a worker that did not take the command and cannot take it any more
 * @throws when Redis is unavailable; a command that was already sent can then be taken for one more second
 */
export async function askWorkers(
  redis: Redis,
  names: readonly string[],
  command: Command,
  timeoutMs = answerMs,
): Promise<Map<string, Reply | Taken | null>> {
  const id = randomUUID();
  const heard = names.length > 0 && (await publish(redis, { id, to: names, command }, timeoutMs));
  const inTime = heard ? await collect(redis, id, names, timeoutMs) : new Map<string, Reply>();
  const silent = names.filter((name) => !inTime.has(name));
  const taken = await withdraw(redis, id, silent);
  const late = await collect(redis, id, taken, lateMs);
  const unanswered = (name: string): Taken | null => (taken.includes(name) ? { taken: true } : null);
  return new Map(names.map((name) => [name, inTime.get(name) ?? late.get(name) ?? unanswered(name)]));
}

interface Question {
  readonly id: string;
  readonly to: readonly string[];
  readonly command: Command;
}

/** @returns whether a worker may listen */
async function publish(redis: Redis, question: Question, timeoutMs: number): Promise<boolean> {
  const key = openKey(question.id);
  const sent = await redis
    .multi()
    .sadd(key, ...question.to)
    .pexpire(key, timeoutMs + marginMs)
    .publish(controlChannel(redis), JSON.stringify({ ...question, open: true }))
    .exec();
  const [error, listeners] = sent?.at(-1) ?? [new Error('Redis did not take the command')];
  if (error) throw error;
  return Number(listeners) > 0 || followsHashSlot(redis);
}

/** The answers of the named workers that arrive within the time. */
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
    if (names.length > answers.size) await delay(readEveryMs);
  }
  return answers;
}

/**
 * Withdraws a command from the workers that have not taken it.
 * @returns the workers that have taken it
 */
async function withdraw(redis: Redis, id: string, names: readonly string[]): Promise<string[]> {
  const withdrawn = await Promise.all(names.map((name) => redis.srem(openKey(id), name)));
  return names.filter((_, index) => withdrawn[index] === 0);
}
