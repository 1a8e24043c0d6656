import { connectDatabase, isDatabaseUnavailable, type DataSource } from '@vocalborn/database';
import { connectResultCache, type Redis } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { unreachable, wrongUse } from './failures.js';
import type { Target } from './target.js';

const applicationName = 'vocalborn-cli';
const answerTimeoutMs = 10_000;

/** Does the work with the database. @throws CommandError when it is not named or cannot be reached */
export async function withDatabase<T>(target: Target, work: (database: DataSource) => Promise<T>): Promise<T> {
  const options = { url: databaseUrl(target), poolSize: 4, applicationName, answerTimeoutMs };
  const database = await connectDatabase(options).catch((error: unknown) => {
    throw unreachable(`Postgres cannot be reached: ${reasonOf(error)}`, 'start it, or mend DATABASE_URL');
  });
  try {
    return await work(database);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw unreachable(`Postgres is away: ${reasonOf(error)}`, 'see to the server');
    throw error;
  } finally {
    await database.destroy();
  }
}

/** @throws CommandError when it is not set */
export function databaseUrl({ DATABASE_URL: url }: Pick<Target, 'DATABASE_URL'>): string {
  if (url === undefined) throw wrongUse('DATABASE_URL is not set', 'export it, as the gateway has it');
  return url;
}

/** Does the work with the queue. @throws CommandError when its Redis cannot be reached */
export async function withQueue<T>(target: Target, work: (queue: AnalysisQueue) => Promise<T>): Promise<T> {
  const connection = {
    brokerUrl: target.CELERY_BROKER_URL,
    connectionName: applicationName,
    role: 'producer',
  } as const;
  const queue = await AnalysisQueue.connect(connection);
  try {
    await queue.ping().catch(() => {
      throw unreachable('the Redis of the queue cannot be reached', 'start it, or mend CELERY_BROKER_URL');
    });
    return await work(queue);
  } finally {
    await queue.close();
  }
}

/** Does the work with the result cache. @throws CommandError when its Redis cannot be reached */
export async function withCache<T>(target: Target, work: (cache: Redis) => Promise<T>): Promise<T> {
  const cache = await connectResultCache(target.CELERY_RESULT_BACKEND, applicationName, () => undefined);
  try {
    await cache.ping().catch(() => {
      throw unreachable('the Redis of the result cache cannot be reached', 'start it, or mend CELERY_RESULT_BACKEND');
    });
    return await work(cache);
  } finally {
    cache.disconnect();
  }
}

/** What an error says, also when it is many in one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return `${error.message}${cause}`;
}
