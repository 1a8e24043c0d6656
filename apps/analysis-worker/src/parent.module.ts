import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { METRICS } from './connections/tokens.js';
import { HealthController } from './health/health.controller.js';
import { workerMetrics } from './health/worker-metrics.js';
import { Heartbeat } from './lifecycle/heartbeat.js';
import { workerName } from './lifecycle/worker-name.js';
import { Supervisor } from './supervision/supervisor.js';

function providers(settings: AnalysisWorkerSettings, logger: Logger): Provider[] {
  const concurrency = settings.CELERY_WORKER_CONCURRENCY;
  return [
    {
      provide: Supervisor,
      useFactory: () => new Supervisor({ logger, shutdownGraceMs: settings.SHUTDOWN_GRACE_SECONDS * 1000 }),
    },
    {
      provide: Heartbeat,
      useFactory: (supervisor: Supervisor) => {
        const name = workerName(settings.WORKER_NAME);
        const { CELERY_RESULT_BACKEND: resultBackendUrl } = settings;
        return new Heartbeat({ resultBackendUrl, name, concurrency, logger }, supervisor);
      },
      inject: [Supervisor],
    },
    {
      provide: METRICS,
      useFactory: (supervisor: Supervisor) => workerMetrics(supervisor, concurrency),
      inject: [Supervisor],
    },
  ];
}

/** The process that answers for the worker: it keeps the child running and tells the outside how it fares. */
@Module({})
export class ParentModule {
  static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    return {
      module: ParentModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: providers(settings, logger),
    };
  }
}
