import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bull';
import { connectionCounts, DataSource, openDatabase } from '@vocalborn/database';
import { TokenVerifier } from '@vocalborn/http';
import { gaugeByState, metricsRegistry, type Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { connectResultCache, ResultCache, type Redis } from '@vocalborn/result-cache';
import type { Registry } from 'prom-client';
import { AnalysisQueue, queueName, queueOptions, type Queue } from '@vocalborn/task-queue';
import { LOGGER, METRICS, RESULT_CACHE, SETTINGS } from './tokens.js';

const appName = 'monitor';

function providers(settings: MonitorSettings, logger: Logger): Provider[] {
  const connectionLost = (error: Error): void =>
    logger.warn({ err: error }, 'the connection to the result cache is lost');
  const rules = { secret: settings.JWT_SECRET, issuer: settings.JWT_ISSUER, audience: settings.JWT_AUDIENCE };
  return [
    { provide: SETTINGS, useValue: settings },
    { provide: LOGGER, useValue: logger },
    { provide: METRICS, useValue: metricsRegistry({ app: appName }) },
    { provide: TokenVerifier, useValue: new TokenVerifier(rules) },
    {
      provide: DataSource,
      useFactory: () =>
        openDatabase({
          url: settings.DATABASE_URL,
          poolSize: settings.DATABASE_POOL_SIZE,
          applicationName: appName,
          onWaiting: (error) => logger.warn({ err: error }, 'waiting for the database'),
        }),
    },
    {
      provide: RESULT_CACHE,
      useFactory: () => connectResultCache(settings.CELERY_RESULT_BACKEND, appName, connectionLost),
    },
    {
      provide: AnalysisQueue,
      useFactory: (queue: Queue) => AnalysisQueue.open(queue),
      inject: [getQueueToken(queueName)],
    },
    { provide: ResultCache, useFactory: (redis: Redis) => new ResultCache(redis), inject: [RESULT_CACHE] },
    {
      provide: TaskLifecycle,
      useFactory: (database: DataSource, cache: ResultCache, queue: AnalysisQueue) =>
        new TaskLifecycle({ database, cache, queue, logger }),
      inject: [DataSource, ResultCache, AnalysisQueue],
    },
  ];
}

/** The connections of the monitor, its settings, logger and metrics registry. */
@Global()
@Module({})
export class ConnectionsModule implements OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    @Inject(RESULT_CACHE) private readonly resultCache: Redis,
    @Inject(METRICS) registry: Registry,
  ) {
    gaugeByState(registry, {
      name: 'vocalborn_database_connections',
      help: 'Connections of the pool, and callers that wait for one',
      read: () => connectionCounts(database),
    });
  }

  static register(settings: MonitorSettings, logger: Logger): DynamicModule {
    const own = providers(settings, logger);
    const connection = { brokerUrl: settings.CELERY_BROKER_URL, connectionName: appName, role: 'producer' } as const;
    return {
      module: ConnectionsModule,
      imports: [BullModule.registerQueue({ name: queueName, ...queueOptions(connection) })],
      providers: own,
      exports: own.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.resultCache.disconnect();
    await this.database.destroy();
  }
}
