import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { openAudioStore } from '@vocalborn/audio-store';
import { TokenVerifier } from '@vocalborn/http';
import { metricsRegistry, type Logger } from '@vocalborn/observability';
import { retentionDays, type ApiGatewaySettings } from '@vocalborn/settings';
import { TaskConnectionsModule } from '@vocalborn/task-lifecycle/nest';
import { RecoveryModule } from '@vocalborn/task-recovery/nest';
import { AccessModule } from './access/access.module.js';
import { AnalyzeModule } from './analyze/analyze.module.js';
import { HealthController, PublicMetricsController } from './health.controller.js';
import { PracticeRecordsModule } from './practice-records/practice-records.module.js';
import { RetryPolicyModule } from './retry-policy/retry-policy.module.js';
import { SentencesModule } from './sentences/sentences.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { AUDIO_STORE, SETTINGS } from './tokens.js';

const appName = 'api-gateway';

/** The gateway: one module per first segment of a URL, and what they share. */
@Module({})
export class AppModule {
  static register(settings: ApiGatewaySettings, logger: Logger): DynamicModule {
    const rules = { secret: settings.JWT_SECRET, issuer: settings.JWT_ISSUER, audience: settings.JWT_AUDIENCE };
    const shared = [
      { provide: SETTINGS, useValue: settings },
      { provide: AUDIO_STORE, useFactory: () => openAudioStore(settings.AUDIO_STORE_URL) },
      { provide: TokenVerifier, useValue: new TokenVerifier(rules) },
    ];
    const connections = TaskConnectionsModule.register({
      appName,
      databaseUrl: settings.DATABASE_URL,
      databasePoolSize: settings.DATABASE_POOL_SIZE,
      brokerUrl: settings.CELERY_BROKER_URL,
      resultBackendUrl: settings.CELERY_RESULT_BACKEND,
      role: 'producer',
      logger,
      metrics: metricsRegistry({ app: appName }),
    });
    return {
      module: AppModule,
      global: true,
      imports: [
        connections,
        RecoveryModule.register(retentionDays(settings)),
        TerminusModule.forRoot({ logger: false }),
        AccessModule,
        AnalyzeModule,
        TasksModule,
        PracticeRecordsModule,
        SentencesModule,
        RetryPolicyModule,
      ],
      controllers: [HealthController, PublicMetricsController],
      providers: shared,
      exports: shared.map(({ provide }) => provide),
    };
  }
}
