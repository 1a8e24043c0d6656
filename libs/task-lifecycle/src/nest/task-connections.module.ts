import { BullModule, getQueueToken } from '@nestjs/bull';
import {
  Global,
  Inject,
  Module,
  Optional,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { connectionCounts, Database, openDatabase, type Pooling } from '@vocalborn/database';
import { gaugeByState, LOGGER, METRICS, type Logger } from '@vocalborn/observability';
import { connectResultCache, ResultCache, type Redis, type RedisAddress } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName, queueOptions, warnOfEviction, type Queue } from '@vocalborn/task-queue';
import type { Registry } from 'prom-client';
import { TaskLifecycle } from '../task-lifecycle.js';

/** The settings that say where Postgres is, and how long retries wait. */
interface ConnectionSettings {
  readonly DATABASE_URL: string;
  readonly DATABASE_POOL_SIZE: number;
  readonly DATABASE_POOLING: Pooling;
  /** Factor on the retry table's delays; 1 by default. */
  readonly RETRY_DELAY_SCALE?: number;
}

/** The connections of an app, and its role. */
export interface TaskConnections {
  readonly appName: string;
  readonly settings: ConnectionSettings;
  /** Where the queue and the result cache are. */
  readonly redis: { readonly queue: RedisAddress; readonly resultCache: RedisAddress };
  /** A consumer takes jobs; its commands wait while Redis is away. Those of a producer fail at once. */
  readonly role: 'producer' | 'consumer';
  readonly logger: Logger;
  /** The registry that gets the figures of the database's pool; none by default. */
  readonly metrics?: Registry;
}

/** Injection token of the result cache's connection, for what needs more of that Redis than the cache. */
export const RESULT_CACHE_CONNECTION = Symbol('connection to the result cache');

function openLedger({ appName, settings, logger }: TaskConnections): Promise<Database> {
  return openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    pooling: settings.DATABASE_POOLING,
    applicationName: appName,
    onUnavailable: (error) => logger.warn({ err: error }, 'the database cannot be reached yet'),
  });
}

const providers = (connections: TaskConnections): Provider[] => [
  { provide: LOGGER, useValue: connections.logger },
  ...(connections.metrics ? [{ provide: METRICS, useValue: connections.metrics }] : []),
  { provide: Database, useFactory: () => openLedger(connections) },
  {
    provide: RESULT_CACHE_CONNECTION,
    useFactory: () =>
      connectResultCache(connections.redis.resultCache, connections.appName, (error) =>
        connections.logger.warn({ err: error }, 'the result cache cannot be reached'),
      ),
  },
  { provide: ResultCache, useFactory: (redis: Redis) => new ResultCache(redis), inject: [RESULT_CACHE_CONNECTION] },
  {
    provide: AnalysisQueue,
    useFactory: (queue: Queue) => AnalysisQueue.open(queue),
    inject: [getQueueToken(queueName)],
  },
  {
    provide: TaskLifecycle,
    useFactory: (database: Database, cache: ResultCache, queue: AnalysisQueue) =>
      new TaskLifecycle({ database, cache, queue, logger: connections.logger }, connections.settings.RETRY_DELAY_SCALE),
    inject: [Database, ResultCache, AnalysisQueue],
  },
];

/**
 * Opens what an app needs to work with tasks, and closes it at the end: the database (Database), the queue
 * (AnalysisQueue), the result cache (ResultCache), the TaskLifecycle on them, the logger and the metrics registry.
 */
@Global()
@Module({})
export class TaskConnectionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    @Inject(RESULT_CACHE_CONNECTION) private readonly resultCache: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(METRICS) private readonly metrics?: Registry,
  ) {}

  static register(connections: TaskConnections): DynamicModule {
    const { redis, appName: connectionName, role } = connections;
    const bull = BullModule.registerQueue({
      name: queueName,
      ...queueOptions({ broker: redis.queue, connectionName, role }),
    });
    return {
      module: TaskConnectionsModule,
      imports: [bull],
      providers: providers(connections),
      exports: [
        LOGGER,
        ...(connections.metrics ? [METRICS] : []),
        ...[RESULT_CACHE_CONNECTION, Database, ResultCache, AnalysisQueue, TaskLifecycle, bull],
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.metrics) this.showPool(this.metrics);
    await warnOfEviction(this.queue, this.logger);
  }

  private showPool(metrics: Registry): void {
    gaugeByState(metrics, {
      name: 'vocalborn_database_connections',
      help: 'Connections of the pool, and callers that wait for one',
      read: () => connectionCounts(this.database),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.resultCache.disconnect();
    await this.database.close();
  }
}
