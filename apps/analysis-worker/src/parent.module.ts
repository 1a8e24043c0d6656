import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import {
  hardTimeLimitSeconds,
  retentionDays,
  softTimeLimitSeconds,
  type AnalysisWorkerSettings,
} from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { ResultCache } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Recovery } from '@vocalborn/task-recovery';
import { ConnectionsModule } from './connections/connections.module.js';
import { METRICS } from './connections/tokens.js';
import { HealthController } from './health/health.controller.js';
import { workerMetrics } from './health/worker-metrics.js';
import { Heartbeat } from './lifecycle/heartbeat.js';
import { RemoteCommands } from './lifecycle/remote-commands.js';
import { workerName } from './lifecycle/worker-name.js';
import { rescue } from './supervision/rescue.js';
import { Supervisor, type PoolSettings, type SupervisorOptions } from './supervision/supervisor.js';

const kibibyte = 1024;

function supervision(settings: AnalysisWorkerSettings, logger: Logger): Omit<SupervisorOptions, 'rescue'> {
  const memory = settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD;
  return {
    logger,
    shutdownGraceMs: settings.SHUTDOWN_GRACE_SECONDS * 1000,
    maxTasksPerChild: settings.CELERY_WORKER_MAX_TASKS_PER_CHILD ?? null,
    maxMemoryBytesPerChild: memory === undefined ? null : memory * kibibyte,
  };
}

const pool = (settings: AnalysisWorkerSettings): PoolSettings => ({
  concurrency: settings.CELERY_WORKER_CONCURRENCY,
  softLimitSeconds: softTimeLimitSeconds(settings),
  hardLimitSeconds: hardTimeLimitSeconds(settings),
});

/** The worker's mouth and ear towards operators. */
function remote(settings: AnalysisWorkerSettings, logger: Logger): Provider[] {
  const name = workerName(settings.WORKER_NAME);
  const { CELERY_RESULT_BACKEND: resultBackendUrl } = settings;
  const maxTasksPerChild = settings.CELERY_WORKER_MAX_TASKS_PER_CHILD ?? null;
  return [
    {
      provide: Heartbeat,
      useFactory: (supervisor: Supervisor) =>
        new Heartbeat({ resultBackendUrl, name, maxTasksPerChild, logger }, supervisor),
      inject: [Supervisor],
    },
    {
      provide: RemoteCommands,
      useFactory: (supervisor: Supervisor, heartbeat: Heartbeat) =>
        new RemoteCommands({ resultBackendUrl, name, logger }, supervisor, heartbeat),
      inject: [Supervisor, Heartbeat],
    },
  ];
}

function providers(settings: AnalysisWorkerSettings, logger: Logger): Provider[] {
  return [
    {
      provide: Supervisor,
      useFactory: (lifecycle: TaskLifecycle, queue: AnalysisQueue) =>
        new Supervisor(
          {
            ...supervision(settings, logger),
            rescue: (tries, cause) => rescue({ lifecycle, queue, logger }, tries, cause),
          },
          pool(settings),
        ),
      inject: [TaskLifecycle, AnalysisQueue],
    },
    ...remote(settings, logger),
    {
      provide: METRICS,
      useFactory: (supervisor: Supervisor) => workerMetrics(supervisor),
      inject: [Supervisor],
    },
    {
      provide: Recovery,
      useFactory: (database: DataSource, queue: AnalysisQueue, cache: ResultCache) =>
        new Recovery({ database, queue, cache, logger, retentionDays: retentionDays(settings) }),
      inject: [DataSource, AnalysisQueue, ResultCache],
    },
  ];
}

/** The process that answers for the worker: it keeps the child running and tells the outside how it fares. */
@Module({})
export class ParentModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly recovery: Recovery) {}

  static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    return {
      module: ParentModule,
      imports: [TerminusModule.forRoot({ logger: false }), ConnectionsModule.register(settings, logger, 'producer')],
      controllers: [HealthController],
      providers: providers(settings, logger),
    };
  }

  onApplicationBootstrap(): void {
    this.recovery.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.recovery.stop();
  }
}
