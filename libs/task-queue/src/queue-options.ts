import type { QueueOptions } from 'bull';
import { openRedis, type Redis } from '@vocalborn/redis';
import { queueScripts } from './queue-scripts.js';
import { delayOf } from './try-again.js';

/** The queue's name; Bull's keys in Redis begin with `bull:ai_analysis:`. */
export const queueName = 'ai_analysis';

/** How long a job's lock holds, and how often it is renewed: four renewals may fail before a live worker is taken for dead. */
export const lockMs = 20_000;
export const lockRenewalMs = 5_000;

export interface QueueConnection {
  readonly brokerUrl: string;
  /** Shown by CLIENT LIST. */
  readonly connectionName: string;
  /** A producer answers at once while Redis is away; a consumer waits for it to come back. */
  readonly role: 'producer' | 'consumer';
}

/**
 * Options for the queue. A job is taken to be lost when its lock, renewed every 5 s, has not been renewed for 20 s;
 * that is looked for every 5 s, so a killed worker's job runs again within 25 s. `maxStalledCount` is out of the way
 * because the ledger counts lost tries and ends a task that has too many.
 */
export function queueOptions(connection: QueueConnection): QueueOptions {
  return {
    createClient: (type) => createClient(connection, type),
    settings: {
      lockDuration: lockMs,
      lockRenewTime: lockRenewalMs,
      stalledInterval: 5_000,
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      guardInterval: 1_000,
      retryProcessDelay: 500,
      drainDelay: 2,
      backoffStrategies: { 'retry-table': (_attemptsMade: number, error: Error) => delayOf(error) },
    },
    // Bull's version check needs a command before the connection is up; Redis 6.2 or newer is in the README.
    ...{ skipVersionCheck: true },
  };
}

function createClient({ brokerUrl, connectionName, role }: QueueConnection, type: string): Redis {
  const temper = role === 'producer' ? 'prompt' : 'patient';
  return openRedis({ url: brokerUrl, name: `${connectionName}:${type}`, temper, scripts: queueScripts });
}
