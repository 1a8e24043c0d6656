import { connectDatabase, isDatabaseUnavailable, type Database } from '@vocalborn/database';
import { connectResultCache, type Redis } from '@vocalborn/result-cache';
import { redisAddresses } from '@vocalborn/settings';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { unreachable, wrongUse } from './failures.js';
import type { Target } from './target.js';

const applicationName = 'vocalborn-cli';
const answerTimeoutMs = 10_000;

/** Runs `work` with a connection to Postgres. @throws CommandError when DATABASE_URL is not set or Postgres cannot be reached */
export async function withDatabase<T>(target: Target, work: (database: Database) => Promise<T>): Promise<T> {
  const options = { url: databaseUrl(target), poolSize: 4, applicationName, answerTimeoutMs };
  const database = await connectDatabase(options).catch((error: unknown) => {
    throw unreachable(`Postgres cannot be reached: ${reasonOf(error)}`, 'start it, or correct DATABASE_URL');
  });
  try {
    return await work(database);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw unreachable(`Postgres was lost: ${reasonOf(error)}`, 'check the server');
    throw error;
  } finally {
    await database.close();
  }
}

/** The address of Postgres itself, where another one leads to a pooler. @throws CommandError when none is set */
export function databaseUrl(target: Pick<Target, 'DATABASE_URL' | 'DATABASE_DIRECT_URL'>): string {
  const url = target.DATABASE_DIRECT_URL ?? target.DATABASE_URL;
  if (url === undefined) throw wrongUse('DATABASE_URL is not set', 'export the value that the gateway uses');
  return url;
}

/** Runs `work` with the queue. @throws CommandError when its Redis cannot be reached */
export async function withQueue<T>(target: Target, work: (queue: AnalysisQueue) => Promise<T>): Promise<T> {
  const connection = {
    broker: redisAddresses(target).queue,
    connectionName: applicationName,
    role: 'producer',
  } as const;
  const queue = await AnalysisQueue.connect(connection);
  try {
    await queue.ping().catch(() => {
      throw unreachable('the Redis of the queue cannot be reached', 'start it, or correct CELERY_BROKER_URL');
    });
    return await work(queue);
  } finally {
    await queue.close();
  }
}

/** Runs `work` with the result cache. @throws CommandError when its Redis cannot be reached */
export async function withCache<T>(target: Target, work: (cache: Redis) => Promise<T>): Promise<T> {
  const cache = await connectResultCache(redisAddresses(target).resultCache, applicationName, () => undefined);
  try {
    await cache.ping().catch(() => {
      throw unreachable(
        'the Redis of the result cache cannot be reached',
        'start it, or correct CELERY_RESULT_BACKEND',
      );
    });
    return await work(cache);
  } finally {
    cache.disconnect();
  }
}

/** The message of an error with its causes; of an AggregateError without a message, those of its errors. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return `${error.message}${cause}`;
}
