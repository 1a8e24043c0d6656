import { Redis, type RedisOptions } from 'ioredis';
import { once } from 'node:events';
import { isClusterReply, refuseCluster, RedisClusterError } from './cluster.js';
import { SlotOwner } from './cluster-connector.js';
import { explainRefusal } from './explain-refusal.js';
import { followMaster } from './follow-master.js';
import { reconnectWhenIdle } from './idle-timeout.js';
import { keyPrefixOf, serverOptions, type RedisAddress } from './redis-address.js';

/** How to connect to Redis. */
export interface RedisConnection {
  readonly address: RedisAddress;
  /** Shown by CLIENT LIST. */
  readonly name: string;
  /** What commands do while Redis is away: fail at once, or wait until it is back, which is for consumers. */
  readonly whenAway: 'fail' | 'wait';
  /**
   * Lua scripts by the name of their command. They must be defined when the connection is created: a script that is
   * defined later may be missing in a pipeline that ioredis already collects, which ends the process.
   */
  readonly scripts?: RedisScripts;
  /** Whether the caller begins the keys with `keyPrefixOf` the address itself, as Bull does. */
  readonly hasOwnPrefix?: boolean;
}

/** Scripts by name. A command of a script without `numberOfKeys` gets the number of its keys as its first argument. */
export type RedisScripts = Readonly<Record<string, { readonly lua: string; readonly numberOfKeys?: number }>>;

const reconnectDelayMs = (failures: number): number => Math.min(50 * 2 ** Math.min(failures, 6), 2_000);

const optionsWhenAway: Readonly<Record<RedisConnection['whenAway'], RedisOptions>> = {
  fail: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000, enableAutoPipelining: true },
  wait: { maxRetriesPerRequest: null },
};

/**
 * Opens a connection that reconnects after every loss, including one that was cut silently, and through Sentinel follows the
 * master, in a cluster the owner of the hash slot. There every key of a command begins with the hash tag; keys that a command
 * returns, patterns and channels are the caller's concern (`keyPrefixOf`). A connection whose commands fail while Redis is away
 * sends those of one turn of the event loop in one pipeline.
 */
export function openRedis({ address, name, whenAway, scripts = {}, hasOwnPrefix = false }: RedisConnection): Redis {
  const slotOwner =
    typeof address === 'string' || address.hashTag === null ? null : new SlotOwner(address, address.hashTag);
  const options: RedisOptions = {
    // With either of these on, ioredis sends a command before it is ready. When the connection breaks at that moment, as
    // behind a proxy whose Redis is away, ioredis stays "ready" for ever.
    enableReadyCheck: false,
    disableClientInfo: true,
    keepAlive: 10_000,
    connectTimeout: 2_000,
    retryStrategy: delayAfterLosses(() => redis.stream),
    sentinelRetryStrategy: reconnectDelayMs,
    reconnectOnError: slotOwner ? followSlot(slotOwner) : answerErrors((error) => redis.emit('error', error)),
    scripts: { ...scripts },
    ...(slotOwner && { Connector: slotOwner.connector(reconnectDelayMs) }),
    ...(!hasOwnPrefix && { keyPrefix: keyPrefixOf(address) }),
    ...optionsWhenAway[whenAway],
  };
  const redis: Redis =
    typeof address === 'string' ? new Redis(address, options) : new Redis({ ...options, ...serverOptions(address) });
  redis.on('ready', () => void redis.client('SETNAME', name).catch(() => undefined));
  reconnectWhenIdle(redis);
  if (typeof address !== 'string') {
    if (address.tls !== null) explainRefusal(redis, address.tls.cert !== undefined);
    if (address.master !== null) followMaster(redis, address);
  }
  return redis;
}

/**
 * The delay before the next connection. It grows while connections break before they received anything, as when the server
 * refuses the client's certificate; ioredis itself forgets its failures as soon as a connection is made.
 */
function delayAfterLosses(lost: () => Redis['stream'] | undefined): () => number {
  let failures = 0;
  return () => {
    failures = (lost()?.bytesRead ?? 0) > 0 ? 1 : failures + 1;
    return reconnectDelayMs(failures);
  };
}

/** What ioredis does after an error reply: 2 reconnects and repeats the command. Tells once that Redis is in cluster mode. */
function answerErrors(tell: (error: Error) => void): (error: Error) => 2 | false {
  let isTold = false;
  return (error) => {
    if (isClusterReply(error) && !isTold) {
      isTold = true;
      tell(new RedisClusterError());
    }
    // The server became a replica. The next connection leads to the new master: through Sentinel, or by its name.
    return error.message.includes("READONLY You can't write against a read only") ? 2 : false;
  };
}

/** What ioredis does after an error reply of a cluster: 2 reconnects and repeats the command, 1 reconnects only. */
function followSlot(owner: SlotOwner): (error: Error) => 1 | 2 | false {
  let lookedAt = -Infinity;
  return (error) => {
    if (owner.hasMoved(error)) return 2;
    // A server that lost sight of the others answers so, and may have been replaced; or the whole cluster is down.
    if (!error.message.startsWith('CLUSTERDOWN') || performance.now() - lookedAt < lookAgainMs) return false;
    lookedAt = performance.now();
    return 1;
  };
}

/** Time between two looks for another server while the cluster is down. */
const lookAgainMs = 2_000;

/** How long a starting process waits for the first connection. */
const firstConnectionMs = 2_000;

/**
 * Opens a connection whose commands fail while Redis is away, and waits at most 2 s for it: a process must start then too.
 * @throws RedisClusterError
 */
export async function connectRedis(
  connection: Omit<RedisConnection, 'whenAway'>,
  onError: (error: Error) => void,
): Promise<Redis> {
  const redis = openRedis({ ...connection, whenAway: 'fail' });
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
  await refuseCluster(redis).catch((error: unknown) => {
    redis.disconnect();
    throw error;
  });
  return redis;
}
