import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { AnalysisPool } from './analysis-pool/analysis-pool.js';
import { AppModule } from './app.module.js';
import { AnalysisMetrics } from './health/analysis-metrics.js';
import { refuseUnrouted } from './http/problem.filter.js';
import { openTextAccuracy } from './text-accuracy/text-accuracy.js';
import { SuggestionRewriter, type LanguageModel } from './rewrite/suggestion-rewriter.js';

/** What a body may take beyond the time that its reader gives it, which is the one to tell why it stops. */
const spareMs = 30_000;

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
    idleSeconds: settings.ANALYSIS_IDLE_SECONDS,
  });
  const metrics = new AnalysisMetrics(pool);
  const requestTimeout = settings.UPLOAD_TIMEOUT_SECONDS * 1_000 + spareMs;
  const adapter = new FastifyAdapter({ logger: false, requestTimeout, frameworkErrors: refuseUnrouted });
  // Whoever takes a body reads it from the connection, and says what is wrong with its type.
  adapter.getInstance().removeAllContentTypeParsers();
  adapter.getInstance().addContentTypeParser('*', (_request, _body, done) => done(null));
  const rewriter = new SuggestionRewriter(languageModelOf(settings), logger);
  const module = AppModule.of({ settings, logger, pool, metrics, rewriter, textAccuracy });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
  });
  return { app, pool };
}

function languageModelOf(settings: AiServiceSettings): LanguageModel | null {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey, LLM_TIMEOUT_MS: timeoutMs } = settings;
  return baseUrl === undefined ? null : { baseUrl, model, apiKey, timeoutMs };
}
