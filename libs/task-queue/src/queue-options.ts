import type { QueueOptions } from 'bull';
import { keyPrefixOf, openRedis, type Redis, type RedisAddress } from '@vocalborn/redis';
import { queueScripts } from './lua/queue-scripts.js';
import { delayOf } from './retry-later.js';

/** The queue's name; Bull's keys in Redis begin with `bull:ai_analysis:`, in a cluster after the hash tag. */
export const queueName = 'ai_analysis';

/** Lifetime of a job's lock. */
export const lockMs = 9_000;
/** Time between renewals of the lock: three in a row may fail before a live worker is taken for dead. */
export const lockRenewalMs = 2_000;
/** Time between two looks for stalled jobs. One look marks all running jobs, the next one takes those without a lock. */
const stalledLookMs = 1_250;

/** How a process connects to the queue. */
export interface QueueConnection {
  readonly broker: RedisAddress;
  /** Shown by CLIENT LIST. */
  readonly connectionName: string;
  /** The commands of a producer fail at once while Redis is away; those of a consumer wait for it to come back. */
  readonly role: 'producer' | 'consumer';
}

/**
 * Bull's options. A job is stalled when its lock has expired, 9 s after the last renewal: the job of a killed worker runs
 * again within 12 s. One that was taken and never locked, because the connection broke in between, is stalled after two
 * looks. `maxStalledCount` is never reached: the ledger counts lost attempts and fails a task that has too many.
 */
export function queueOptions(connection: QueueConnection): QueueOptions {
  return {
    prefix: `${keyPrefixOf(connection.broker)}bull`,
    createClient: (type) => createClient(connection, type),
    settings: {
      lockDuration: lockMs,
      lockRenewTime: lockRenewalMs,
      stalledInterval: stalledLookMs,
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      guardInterval: 1_000,
      retryProcessDelay: 500,
      drainDelay: 2,
      backoffStrategies: { 'retry-table': (_attemptsMade: number, error: Error) => delayOf(error) },
    },
    // Bull's version check would send a command before the connection is up. The README asks for Redis 6.2 or newer.
    ...{ skipVersionCheck: true },
  };
}

function createClient({ broker, connectionName, role }: QueueConnection, type: string): Redis {
  const whenAway = role === 'producer' ? 'fail' : 'wait';
  const redis = openRedis({
    ...{ address: broker, name: `${connectionName}:${type}`, whenAway, scripts: queueScripts },
    hasOwnPrefix: true,
  });
  // Bull stops listening when it closes. What a connection meets after that would be printed by ioredis.
  redis.on('error', () => undefined);
  return redis;
}
