import { BullModule, getQueueToken } from '@nestjs/bull';
import {
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { openAudioStore } from '@vocalborn/audio-store';
import { DataSource, openDatabase } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { Recovery } from '@vocalborn/task-recovery';
import { connectResultCache, TaskMeta } from '@vocalborn/task-meta';
import { AnalysisQueue, queueName, queueOptions, type Queue } from '@vocalborn/task-queue';
import { AiServiceClient } from './ai-service-client/ai-service-client.js';
import { AnalyzeAudioConsumer } from './analyze-audio/analyze-audio.consumer.js';
import { DELIVERY_PARTS } from './analyze-audio/delivery-parts.js';
import type { DeliveryParts } from './analyze-audio/run-delivery.js';
import { LOGGER, SETTINGS } from './connections/tokens.js';
import { Tally } from './lifecycle/tally.js';
import { workerName } from './lifecycle/worker-name.js';

const appName = 'analysis-worker';

const databaseOf = (settings: AnalysisWorkerSettings, logger: Logger): Promise<DataSource> =>
  openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    applicationName: appName,
    onWaiting: (error) => logger.warn({ err: error }, 'waiting for the database'),
  });

async function taskMetaOf(settings: AnalysisWorkerSettings, logger: Logger): Promise<TaskMeta> {
  const lost = (error: Error): void => logger.warn({ err: error }, 'the result cache is away');
  return new TaskMeta(await connectResultCache(settings.CELERY_RESULT_BACKEND, appName, lost));
}

/** What the steps of a try work with, from the settings. */
function deliveryOf(settings: AnalysisWorkerSettings, logger: Logger): Omit<DeliveryParts, 'lifecycle'> {
  return {
    logger,
    workerName: workerName(settings.WORKER_NAME),
    timeLimitMs: settings.CELERY_TASK_TIME_LIMIT * 1000,
    store: openAudioStore(settings.AUDIO_STORE_URL),
    aiService: new AiServiceClient(settings.AI_SERVICE_URL, settings.AI_SERVICE_API_KEY),
    maxAudioBytes: settings.MAX_AUDIO_FILE_SIZE,
  };
}

function providers(settings: AnalysisWorkerSettings, logger: Logger): Provider[] {
  return [
    { provide: SETTINGS, useValue: settings },
    { provide: LOGGER, useValue: logger },
    Tally,
    AnalyzeAudioConsumer,
    { provide: DataSource, useFactory: () => databaseOf(settings, logger) },
    { provide: TaskMeta, useFactory: () => taskMetaOf(settings, logger) },
    {
      provide: AnalysisQueue,
      useFactory: (queue: Queue) => AnalysisQueue.open(queue),
      inject: [getQueueToken(queueName)],
    },
    {
      provide: Recovery,
      useFactory: (database: DataSource, queue: AnalysisQueue, meta: TaskMeta) =>
        new Recovery({ database, queue, meta, logger }),
      inject: [DataSource, AnalysisQueue, TaskMeta],
    },
    {
      provide: DELIVERY_PARTS,
      useFactory: (database: DataSource, meta: TaskMeta, queue: AnalysisQueue): DeliveryParts => ({
        ...deliveryOf(settings, logger),
        lifecycle: new TaskLifecycle({ database, meta, queue, logger }, settings.RETRY_DELAY_SCALE),
      }),
      inject: [DataSource, TaskMeta, AnalysisQueue],
    },
  ];
}

/** The process that runs tasks. */
@Module({})
export class ChildModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    private readonly recovery: Recovery,
  ) {}

  static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    const connection = { brokerUrl: settings.CELERY_BROKER_URL, connectionName: appName, role: 'consumer' } as const;
    return {
      module: ChildModule,
      imports: [BullModule.registerQueue({ name: queueName, ...queueOptions(connection) })],
      providers: providers(settings, logger),
    };
  }

  onApplicationBootstrap(): void {
    this.recovery.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.recovery.stop();
    await this.database.destroy();
  }
}
