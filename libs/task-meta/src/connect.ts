import { openRedis, type Redis } from '@vocalborn/redis-connection';
import { once } from 'node:events';

/** How long the start of a process waits for the first connection. */
const firstConnectionMs = 2_000;

/**
 * Opens a connection to the result cache for a process that must stay prompt while Redis is away: commands fail at
 * once instead of piling up, for the ledger can answer.
 */
export async function connectResultCache(url: string, name: string, onError: (error: Error) => void): Promise<Redis> {
  const redis = openRedis({ url, name, temper: 'prompt' });
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
  return redis;
}
