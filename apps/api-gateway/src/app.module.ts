import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AUDIO_STORE, openAudioStore } from '@vocalborn/audio-store';
import { TokenVerifier } from '@vocalborn/http';
import { metricsRegistry, type Logger } from '@vocalborn/observability';
import { redisAddresses, retentionOf, SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { TaskConnectionsModule } from '@vocalborn/task-lifecycle/nest';
import { RecoveryModule } from '@vocalborn/task-recovery/nest';
import { AccessModule } from './access/access.module.js';
import { AnalyzeModule } from './analyze/analyze.module.js';
import { AuditModule } from './audit/audit.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthController, PublicMetricsController } from './health.controller.js';
import { MeModule } from './me/me.module.js';
import { PracticeRecordsModule } from './practice-records/practice-records.module.js';
import { PracticeSessionsModule } from './practice-sessions/practice-sessions.module.js';
import { RetryPolicyModule } from './retry-policy/retry-policy.module.js';
import { SentencesModule } from './sentences/sentences.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

const appName = 'api-gateway';

/** The gateway: one module per first segment of a URL, and what they share. */
@Module({})
export class AppModule {
  static register(settings: ApiGatewaySettings, logger: Logger): DynamicModule {
    const shared = [
      { provide: SETTINGS, useValue: settings },
      { provide: AUDIO_STORE, useFactory: () => openAudioStore(settings.AUDIO_STORE_URL) },
      { provide: TokenVerifier, useValue: TokenVerifier.fromSettings(settings) },
    ];
    return {
      module: AppModule,
      global: true,
      imports: [
        TaskConnectionsModule.register({
          appName,
          settings,
          redis: redisAddresses(settings),
          role: 'producer',
          logger,
          metrics: metricsRegistry({ app: appName }),
        }),
        RecoveryModule.register({
          audioStoreUrl: settings.AUDIO_STORE_URL,
          retention: retentionOf(settings),
        }),
        TerminusModule.forRoot({ logger: false }),
        AccessModule,
        AnalyzeModule,
        TasksModule,
        EventsModule,
        AuditModule,
        MeModule,
        PracticeRecordsModule,
        PracticeSessionsModule,
        SentencesModule,
        WebhooksModule,
        RetryPolicyModule,
      ],
      controllers: [HealthController, PublicMetricsController],
      providers: shared,
      exports: shared.map(({ provide }) => provide),
    };
  }
}
