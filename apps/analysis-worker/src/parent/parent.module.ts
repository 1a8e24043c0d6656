import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { MetricsController } from '@vocalborn/http';
import { METRICS, type Logger } from '@vocalborn/observability';
import {
  hardTimeLimitSeconds,
  retentionDays,
  softTimeLimitSeconds,
  type AnalysisWorkerSettings,
} from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { RecoveryModule } from '@vocalborn/task-recovery/nest';
import { childEntry, taskConnections } from '../connections.js';
import { workerName } from '../host-figures.js';
import { HealthController } from './health.controller.js';
import { Heartbeat } from './heartbeat.js';
import { RemoteCommands } from './remote-commands.js';
import { Rescue } from './rescue.js';
import { Supervisor, type PoolSettings, type SupervisorOptions } from './supervisor.js';
import { workerMetrics } from './worker-metrics.js';

const kibibyte = 1024;

function supervision(settings: AnalysisWorkerSettings, logger: Logger): SupervisorOptions {
  const memory = settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD;
  return {
    logger,
    childEntry,
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

/** Heartbeat and remote commands: what operators see and control. */
function remoteControl(settings: AnalysisWorkerSettings, logger: Logger): Provider[] {
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
        new Supervisor(supervision(settings, logger), new Rescue(lifecycle, queue, logger), pool(settings)),
      inject: [TaskLifecycle, AnalysisQueue],
    },
    ...remoteControl(settings, logger),
    {
      provide: METRICS,
      useFactory: (supervisor: Supervisor) => workerMetrics(supervisor),
      inject: [Supervisor],
    },
  ];
}

/** The process that supervises the child, reports to operators and orchestrator, and hosts recovery. */
@Module({})
export class ParentModule {
  static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    return {
      module: ParentModule,
      imports: [
        TerminusModule.forRoot({ logger: false }),
        taskConnections(settings, logger, 'producer'),
        RecoveryModule.register(retentionDays(settings)),
      ],
      controllers: [HealthController, MetricsController],
      providers: providers(settings, logger),
    };
  }
}
