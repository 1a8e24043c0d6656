import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { ApiGatewaySettings } from '@vocalborn/settings';
import { AccessModule } from './access/access.module.js';
import { AnalyzeModule } from './analyze/analyze.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { HealthModule } from './health/health.module.js';
import { PracticeRecordsModule } from './practice-records/practice-records.module.js';
import { RetryPolicyModule } from './retry-policy/retry-policy.module.js';
import { SentencesModule } from './sentences/sentences.module.js';
import { TasksModule } from './tasks/tasks.module.js';

/** All that the gateway contains: one module per first URL segment, and what they share. */
@Module({})
export class AppModule {
  static register(settings: ApiGatewaySettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConnectionsModule.register(settings, logger),
        AccessModule,
        AnalyzeModule,
        TasksModule,
        PracticeRecordsModule,
        SentencesModule,
        RetryPolicyModule,
        HealthModule,
      ],
    };
  }
}
