import { Redis, type RedisOptions } from 'ioredis';
import { once } from 'node:events';
import { dropWhenSilent } from './drop-when-silent.js';

export interface RedisConnection {
  readonly url: string;
  /** Shown by CLIENT LIST. */
  readonly name: string;
  /**
   * `prompt`: commands fail at once while Redis is away, for callers who have somebody waiting and another way to
   * answer. `patient`: commands wait for Redis to come back, for consumers.
   */
  readonly temper: 'prompt' | 'patient';
  /**
   * Lua scripts by the name of the command that runs them. One that is defined later may be missing from a pipeline
   * that is being gathered already, which the client does not survive.
   */
  readonly scripts?: RedisScripts;
}

export type RedisScripts = Readonly<Record<string, { readonly lua: string; readonly numberOfKeys: number }>>;

const reconnectDelayMs = (tries: number): number => Math.min(50 * 2 ** Math.min(tries, 6), 2_000);

const tempers: Readonly<Record<RedisConnection['temper'], RedisOptions>> = {
  prompt: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000, enableAutoPipelining: true },
  patient: { maxRetriesPerRequest: null },
};

/**
 * Opens a connection that comes back by itself after every loss, also when it was cut without a word. Commands of one
 * turn of a prompt connection's event loop travel together (auto-pipelining).
 */
export function openRedis({ url, name, temper, scripts = {} }: RedisConnection): Redis {
  const redis = new Redis(url, {
    // With either of these on, the client asks Redis something before it is ready, and takes itself to be ready for good
    // when the connection breaks just then: a proxy that accepts before it knows that Redis is away does that.
    enableReadyCheck: false,
    disableClientInfo: true,
    keepAlive: 10_000,
    connectTimeout: 2_000,
    retryStrategy: reconnectDelayMs,
    scripts: { ...scripts },
    ...tempers[temper],
  });
  redis.on('ready', () => void redis.client('SETNAME', name).catch(() => undefined));
  dropWhenSilent(redis);
  return redis;
}

/** How long the start of a process waits for the first connection. */
const firstConnectionMs = 2_000;

/**
 * Opens a prompt connection and waits for it a moment. It may not be there yet on return: a process must come up while
 * Redis is away.
 */
export async function connectRedis(
  connection: Omit<RedisConnection, 'temper'>,
  onError: (error: Error) => void,
): Promise<Redis> {
  const redis = openRedis({ ...connection, temper: 'prompt' });
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
  return redis;
}
