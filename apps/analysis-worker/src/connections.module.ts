import { BullModule, getQueueToken } from '@nestjs/bull';
import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { DataSource, openDatabase } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { connectResultCache, ResultCache } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName, queueOptions, warnOfEviction, type Queue } from '@vocalborn/task-queue';

/** Injection tokens of values that are no class. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');

const appName = 'analysis-worker';

const databaseOf = (settings: AnalysisWorkerSettings, logger: Logger): Promise<DataSource> =>
  openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    applicationName: appName,
    onWaiting: (error) => logger.warn({ err: error }, 'waiting for the database'),
  });

async function resultCacheOf(settings: AnalysisWorkerSettings, logger: Logger): Promise<ResultCache> {
  const lost = (error: Error): void => logger.warn({ err: error }, 'the result cache cannot be reached');
  return new ResultCache(await connectResultCache(settings.CELERY_RESULT_BACKEND, appName, lost));
}

const providers = (settings: AnalysisWorkerSettings, logger: Logger): Provider[] => [
  { provide: SETTINGS, useValue: settings },
  { provide: LOGGER, useValue: logger },
  { provide: DataSource, useFactory: () => databaseOf(settings, logger) },
  { provide: ResultCache, useFactory: () => resultCacheOf(settings, logger) },
  {
    provide: AnalysisQueue,
    useFactory: (queue: Queue) => AnalysisQueue.open(queue),
    inject: [getQueueToken(queueName)],
  },
  {
    provide: TaskLifecycle,
    useFactory: (database: DataSource, cache: ResultCache, queue: AnalysisQueue) =>
      new TaskLifecycle({ database, cache, queue, logger }, settings.RETRY_DELAY_SCALE),
    inject: [DataSource, ResultCache, AnalysisQueue],
  },
];

/** The connections that parent and child have in common, opened at start and closed at the end. */
@Global()
@Module({})
export class ConnectionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static register(settings: AnalysisWorkerSettings, logger: Logger, role: 'producer' | 'consumer'): DynamicModule {
    const own = providers(settings, logger);
    const connection = { brokerUrl: settings.CELERY_BROKER_URL, connectionName: appName, role } as const;
    const bull = BullModule.registerQueue({ name: queueName, ...queueOptions(connection) });
    return {
      module: ConnectionsModule,
      imports: [bull],
      providers: own,
      exports: [...own.map((provider) => (typeof provider === 'function' ? provider : provider.provide)), bull],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await warnOfEviction(this.queue, this.logger);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}
