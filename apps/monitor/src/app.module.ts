import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { ConnectionsModule } from './connections/connections.module.js';
import { HealthController } from './health/health.controller.js';
import { IndexController } from './live/index.controller.js';
import { LiveController } from './live/live.controller.js';

/** All that the monitor contains. It only looks: stop it and no patient notices. */
@Module({})
export class AppModule {
  static register(settings: MonitorSettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [ConnectionsModule.register(settings, logger), TerminusModule.forRoot({ logger: false })],
      controllers: [IndexController, LiveController, HealthController],
    };
  }
}
