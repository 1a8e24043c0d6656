import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { metricsRegistry } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { AnalysisPool } from './analysis-pool/analysis-pool.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import { AnalysisMetrics } from './health/analysis-metrics.js';
import { HealthController } from './health/health.controller.js';
import { METRICS, SETTINGS } from './tokens.js';

/** All that the ai-service contains. */
@Module({})
export class AppModule {
  static register(settings: AiServiceSettings): DynamicModule {
    return {
      module: AppModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [AnalyzeController, HealthController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: METRICS, useValue: metricsRegistry({ app: 'ai-service' }) },
        { provide: AnalysisPool, useFactory: () => new AnalysisPool(settings) },
        AnalysisMetrics,
      ],
    };
  }
}
