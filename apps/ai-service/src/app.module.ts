import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { type Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { ApiKeyGuard } from './access/api-key.guard.js';
import type { AnalysisPool } from './analysis-pool/analysis-pool.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import type { AnalysisMetrics } from './health/analysis-metrics.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import type { SuggestionRewriter } from './rewrite/suggestion-rewriter.js';
import type { TextAccuracy } from './text-accuracy/text-accuracy.js';
import { LOGGER, METRICS, POOL, REWRITER, SETTINGS, TEXT_ACCURACY } from './tokens.js';

export interface AppParts {
  readonly settings: AiServiceSettings;
  readonly logger: Logger;
  readonly pool: AnalysisPool;
  readonly metrics: AnalysisMetrics;
  readonly rewriter: SuggestionRewriter;
  readonly textAccuracy: TextAccuracy;
}

@Module({})
export class AppModule {
  static of({ settings, logger, pool, metrics, rewriter, textAccuracy }: AppParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [AnalyzeController, HealthController, MetricsController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOGGER, useValue: logger },
        { provide: POOL, useValue: pool },
        { provide: METRICS, useValue: metrics },
        { provide: REWRITER, useValue: rewriter },
        { provide: TEXT_ACCURACY, useValue: textAccuracy },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
