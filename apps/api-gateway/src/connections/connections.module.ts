import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bull';
import { openAudioStore } from '@vocalborn/audio-store';
import { connectionCounts, DataSource, openDatabase } from '@vocalborn/database';
import { TokenVerifier } from '@vocalborn/http';
import { gaugeByState, metricsRegistry, type Logger } from '@vocalborn/observability';
import { retentionDays, type ApiGatewaySettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { Recovery } from '@vocalborn/task-recovery';
import { connectResultCache, ResultCache, type Redis } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName, queueOptions, warnOfEviction, type Queue } from '@vocalborn/task-queue';
import type { Registry } from 'prom-client';
import { AUDIO_STORE, LOGGER, METRICS, RESULT_CACHE, SETTINGS } from './tokens.js';

const appName = 'api-gateway';

async function databaseOf(settings: ApiGatewaySettings, logger: Logger, registry: Registry): Promise<DataSource> {
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    applicationName: appName,
    onWaiting: (error) => logger.warn({ err: error }, 'waiting for the database'),
  });
  const help = 'Connections of the pool, and callers that wait for one';
  gaugeByState(registry, { name: 'vocalborn_database_connections', help, read: () => connectionCounts(database) });
  return database;
}

function providers(settings: ApiGatewaySettings, logger: Logger): Provider[] {
  const connectionLost = (error: Error): void => logger.warn({ err: error }, 'the result cache is away');
  const rules = { secret: settings.JWT_SECRET, issuer: settings.JWT_ISSUER, audience: settings.JWT_AUDIENCE };
  return [
    { provide: SETTINGS, useValue: settings },
    { provide: LOGGER, useValue: logger },
    { provide: METRICS, useValue: metricsRegistry({ app: appName }) },
    { provide: AUDIO_STORE, useFactory: () => openAudioStore(settings.AUDIO_STORE_URL) },
    {
      provide: DataSource,
      useFactory: (registry: Registry) => databaseOf(settings, logger, registry),
      inject: [METRICS],
    },
    {
      provide: RESULT_CACHE,
      useFactory: () => connectResultCache(settings.CELERY_RESULT_BACKEND, appName, connectionLost),
    },
    { provide: ResultCache, useFactory: (redis: Redis) => new ResultCache(redis), inject: [RESULT_CACHE] },
    {
      provide: AnalysisQueue,
      useFactory: (queue: Queue) => AnalysisQueue.open(queue),
      inject: [getQueueToken(queueName)],
    },
    {
      provide: TaskLifecycle,
      useFactory: (database: DataSource, cache: ResultCache, queue: AnalysisQueue) =>
        new TaskLifecycle({ database, cache, queue, logger }),
      inject: [DataSource, ResultCache, AnalysisQueue],
    },
    {
      provide: Recovery,
      useFactory: (database: DataSource, queue: AnalysisQueue, cache: ResultCache) =>
        new Recovery({ database, queue, cache, logger, retentionDays: retentionDays(settings) }),
      inject: [DataSource, AnalysisQueue, ResultCache],
    },
    { provide: TokenVerifier, useValue: new TokenVerifier(rules) },
  ];
}

/** Everything outside the process that the gateway talks to, opened at start and closed at the end. */
@Global()
@Module({})
export class ConnectionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    private readonly recovery: Recovery,
    private readonly queue: AnalysisQueue,
    @Inject(RESULT_CACHE) private readonly resultCache: Redis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static register(settings: ApiGatewaySettings, logger: Logger): DynamicModule {
    const own = providers(settings, logger);
    const connection = { brokerUrl: settings.CELERY_BROKER_URL, connectionName: appName, role: 'producer' } as const;
    return {
      module: ConnectionsModule,
      imports: [BullModule.registerQueue({ name: queueName, ...queueOptions(connection) })],
      providers: own,
      exports: own.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.recovery.start();
    await warnOfEviction(this.queue, this.logger);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.recovery.stop();
    this.resultCache.disconnect();
    await this.database.destroy();
  }
}
