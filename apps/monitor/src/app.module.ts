import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { MeController } from './access/me.controller.js';
import { OperatorGuard } from './access/operator.guard.js';
import { alertProviders } from './alerts/alert-providers.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { SilencesController } from './alerts/silences.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditLog } from './audit/audit-log.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { EventTail } from './events/event-tail.js';
import { EventsController } from './events/events.controller.js';
import { Pulse } from './events/pulse.js';
import { FlowerTasksController } from './flower-api/flower-tasks.controller.js';
import { FlowerWorkersController } from './flower-api/flower-workers.controller.js';
import { HealthController } from './health/health.controller.js';
import { DashboardController } from './http/dashboard.controller.js';
import { IndexController } from './http/index.controller.js';
import { KpiRounds } from './kpis/kpi-rounds.js';
import { KpisController } from './kpis/kpis.controller.js';
import { Measure } from './kpis/measure.js';
import { LiveController } from './live/live.controller.js';
import { LiveTables } from './live/live-tables.js';
import { MonitorMetrics } from './metrics/monitor-metrics.js';
import { PresentMetrics } from './metrics/present-metrics.js';
import { RetryPolicyController } from './retry-policy/retry-policy.controller.js';
import { TaskActions } from './tasks/task-actions.js';
import { TasksController } from './tasks/tasks.controller.js';
import { Workers } from './workers/workers.js';
import { WorkersController } from './workers/workers.controller.js';

/** All that the monitor contains. It watches and steers: stop it and no patient notices. */
@Module({})
export class AppModule {
  static register(settings: MonitorSettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [ConnectionsModule.register(settings, logger), TerminusModule.forRoot({ logger: false })],
      controllers: [
        IndexController,
        LiveController,
        HealthController,
        KpisController,
        TasksController,
        FlowerTasksController,
        WorkersController,
        FlowerWorkersController,
        RetryPolicyController,
        EventsController,
        AlertsController,
        SilencesController,
        AuditController,
        MeController,
        DashboardController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: OperatorGuard },
        AuditLog,
        Measure,
        KpiRounds,
        EventTail,
        LiveTables,
        Pulse,
        TaskActions,
        Workers,
        MonitorMetrics,
        PresentMetrics,
        ...alertProviders(settings, logger),
      ],
    };
  }
}
