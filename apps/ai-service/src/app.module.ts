import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { AnalysisMetrics } from './analyze/analysis-metrics.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import { RecordingAnalysis } from './analyze/recording-analysis.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { AnalysisPool } from './pool/analysis-pool.js';
import { languageModelOf, SuggestionRewriter } from './suggestions/suggestion-rewriter.js';
import { openTextAccuracy, TextAccuracy } from './text-accuracy/text-accuracy.js';
import { LOGGER, SETTINGS } from './tokens.js';

/** The ai-service: decodes, measures and scores recordings. It has no database and no queue of its own. */
@Module({})
export class AppModule {
  static register(settings: AiServiceSettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      controllers: [AnalyzeController, HealthController, MetricsController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOGGER, useValue: logger },
        { provide: TextAccuracy, useFactory: openTextAccuracy, inject: [SETTINGS, LOGGER] },
        {
          provide: SuggestionRewriter,
          useFactory: (from: AiServiceSettings, log: Logger) => new SuggestionRewriter(languageModelOf(from), log),
          inject: [SETTINGS, LOGGER],
        },
        AnalysisPool,
        AnalysisMetrics,
        RecordingAnalysis,
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
