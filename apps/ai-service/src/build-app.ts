import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { AnalysisPool } from './analysis-pool/analysis-pool.js';
import { AppModule } from './app.module.js';
import { AnalysisMetrics } from './health/analysis-metrics.js';
import { openTextAccuracy } from './text-accuracy/text-accuracy.js';
import { SuggestionRewriter, type LanguageModel } from './rewrite/suggestion-rewriter.js';

/** More than any sentence needs. */
const longestFieldBytes = 4_096;

export async function buildApp(
  settings: AiServiceSettings,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; pool: AnalysisPool }> {
  const textAccuracy = await openTextAccuracy(settings, logger);
  const pool = new AnalysisPool({
    threads: settings.ANALYSIS_POOL_SIZE,
    queueLimit: settings.ANALYSIS_QUEUE_LIMIT,
    threadMemoryMb: settings.ANALYSIS_THREAD_MEMORY_MB,
    maxDurationSeconds: settings.MAX_AUDIO_DURATION_SECONDS,
  });
  const metrics = new AnalysisMetrics(pool);
  const adapter = new FastifyAdapter({ logger: false });
  await adapter.getInstance().register(multipart, {
    // The size of a file is checked while it is read, so that the refusal can name the part.
    throwFileSizeLimit: false,
    limits: { fileSize: settings.MAX_AUDIO_FILE_SIZE, files: 3, fields: 4, fieldSize: longestFieldBytes },
  });
  const rewriter = new SuggestionRewriter(languageModelOf(settings), logger);
  const module = AppModule.of({ settings, logger, pool, metrics, rewriter, textAccuracy });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: nestLogger(logger) });
  return { app, pool };
}

function languageModelOf(settings: AiServiceSettings): LanguageModel | null {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey, LLM_TIMEOUT_MS: timeoutMs } = settings;
  return baseUrl === undefined ? null : { baseUrl, model, apiKey, timeoutMs };
}
