import { connectDatabase } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { connectResultCache, ResultCache } from '@vocalborn/result-cache';
import { redisAddresses, type AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { appName } from '../host-figures.js';
import { Rescue, type LeftBehind } from './rescue.js';

/** Longest wait for an answer of Postgres: while the parent waits, it starts no other child. */
const answerTimeoutMs = 6_000;

/**
 * Rescues the attempts of one child over connections that are opened for it and closed again.
 * @throws when Postgres cannot be reached
 */
export async function rescueOnce(settings: AnalysisWorkerSettings, logger: Logger, left: LeftBehind): Promise<void> {
  const addresses = redisAddresses(settings);
  const connection = { broker: addresses.queue, connectionName: appName, role: 'producer' } as const;
  const [queue, redis] = await Promise.all([
    AnalysisQueue.connect(connection),
    connectResultCache(addresses.resultCache, appName, () => undefined),
  ]);
  try {
    const database = await connectDatabase({
      url: settings.DATABASE_URL,
      poolSize: settings.DATABASE_POOL_SIZE,
      pooling: settings.DATABASE_POOLING,
      applicationName: appName,
      answerTimeoutMs,
    });
    const cache = new ResultCache(redis);
    const lifecycle = new TaskLifecycle({ database, cache, queue, logger }, settings.RETRY_DELAY_SCALE);
    await new Rescue(lifecycle, queue, logger).rescue(left).finally(() => database.close());
  } finally {
    redis.disconnect();
    await queue.close();
  }
}
