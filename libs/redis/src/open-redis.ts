import { Redis, type RedisOptions } from 'ioredis';
import { once } from 'node:events';
import { reconnectWhenIdle } from './idle-timeout.js';

/** How to connect to Redis. */
export interface RedisConnection {
  readonly url: string;
  /** Shown by CLIENT LIST. */
  readonly name: string;
  /** What commands do while Redis is away: fail at once, or wait until it is back, which is for consumers. */
  readonly whenAway: 'fail' | 'wait';
  /**
   * Lua scripts by the name of their command. They must be defined when the connection is created: a script that is
   * defined later may be missing in a pipeline that ioredis already collects, which ends the process.
   */
  readonly scripts?: RedisScripts;
}

export type RedisScripts = Readonly<Record<string, { readonly lua: string; readonly numberOfKeys: number }>>;

const reconnectDelayMs = (retries: number): number => Math.min(50 * 2 ** Math.min(retries, 6), 2_000);

const optionsWhenAway: Readonly<Record<RedisConnection['whenAway'], RedisOptions>> = {
  fail: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000, enableAutoPipelining: true },
  wait: { maxRetriesPerRequest: null },
};

/**
 * Opens a connection that reconnects after every loss, including one that was cut silently. A connection
 * whose commands fail while Redis is away sends those of one turn of the event loop in one pipeline.
 */
export function openRedis({ url, name, whenAway, scripts = {} }: RedisConnection): Redis {
  const redis = new Redis(url, {
    // With either of these on, ioredis sends a command before it is ready. When the connection breaks at that moment, as
    // behind a proxy whose Redis is away, ioredis stays "ready" for ever.
    enableReadyCheck: false,
    disableClientInfo: true,
    keepAlive: 10_000,
    connectTimeout: 2_000,
    retryStrategy: reconnectDelayMs,
    scripts: { ...scripts },
    ...optionsWhenAway[whenAway],
  });
  redis.on('ready', () => void redis.client('SETNAME', name).catch(() => undefined));
  reconnectWhenIdle(redis);
  return redis;
}

/** How long a starting process waits for the first connection. */
const firstConnectionMs = 2_000;

/** Opens a connection whose commands fail while Redis is away, and waits at most 2 s for it: a process must start then too. */
export async function connectRedis(
  connection: Omit<RedisConnection, 'whenAway'>,
  onError: (error: Error) => void,
): Promise<Redis> {
  const redis = openRedis({ ...connection, whenAway: 'fail' });
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
  return redis;
}
