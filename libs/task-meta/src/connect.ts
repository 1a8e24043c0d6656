import { Redis } from 'ioredis';
import { once } from 'node:events';

/** Longest wait for one reply: a request must not hang on a dead Redis when the ledger can answer it. */
const commandTimeoutMs = 1_000;

/** How long the start of a process waits for the first connection. */
const firstConnectionMs = 2_000;

/**
 * Opens a connection to the result cache for a process that must stay prompt while Redis is away: commands fail at
 * once while disconnected instead of piling up, and the connection comes back by itself, also when it was cut without a
 * word. Commands of one turn of the
 * event loop travel together (auto-pipelining).
 */
export async function connectResultCache(url: string, name: string, onError: (error: Error) => void): Promise<Redis> {
  const redis = new Redis(url, {
    connectionName: name,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    socketTimeout: 3 * commandTimeoutMs,
    connectTimeout: 2_000,
    keepAlive: 10_000,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 6), 2_000),
  });
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
  return redis;
}
