import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { AccessModule } from './access/access.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { EventsModule } from './events/events.module.js';
import { FlowerModule } from './flower/flower.module.js';
import { KpisModule } from './kpis/kpis.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { DashboardController } from './site/dashboard.controller.js';
import { HealthController } from './site/health.controller.js';
import { IndexController } from './site/index.controller.js';
import { TasksModule } from './tasks/tasks.module.js';
import { WorkersModule } from './workers/workers.module.js';

/** The monitor. It watches and steers; patients do not notice when it is stopped. */
@Module({})
export class AppModule {
  static register(settings: MonitorSettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConnectionsModule.register(settings, logger),
        TerminusModule.forRoot({ logger: false }),
        AccessModule,
        AuditModule,
        TasksModule,
        WorkersModule,
        QueuesModule,
        KpisModule,
        AlertsModule,
        EventsModule,
        FlowerModule,
      ],
      controllers: [IndexController, HealthController, DashboardController],
    };
  }
}
