import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { MetricsController } from '@vocalborn/http';
import { LOGGER, METRICS, type Logger } from '@vocalborn/observability';
import { SETTINGS, type AiServiceSettings } from '@vocalborn/settings';
import { AnalysisMetrics } from './analyze/analysis-metrics.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import { RecordingAnalysis } from './analyze/recording-analysis.js';
import { HealthController } from './health.controller.js';
import { AnalysisPool } from './pool/analysis-pool.js';
import { languageModelOf, SuggestionRewriter } from './suggestions/suggestion-rewriter.js';
import { openTextAccuracy, TextAccuracy } from './text-accuracy.js';

/** The ai-service: decodes, measures and scores recordings. It has no database and no queue of its own. */
@Module({})
export class AppModule {
  static register(settings: AiServiceSettings, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [TerminusModule.forRoot({ logger: false })],
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
        { provide: METRICS, useFactory: (metrics: AnalysisMetrics) => metrics.registry, inject: [AnalysisMetrics] },
      ],
    };
  }
}
