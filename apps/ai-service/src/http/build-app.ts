import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { AppModule } from '../app.module.js';
import { refuseUnrouted } from './problem.filter.js';

/** Added to the time limit of a body, so that its reader reports the timeout and not the server. */
const spareMs = 30_000;

/** Creates the application on Fastify; bodies are left to their readers. */
export async function buildApp(settings: AiServiceSettings, logger: Logger): Promise<NestFastifyApplication> {
  const requestTimeout = settings.UPLOAD_TIMEOUT_SECONDS * 1_000 + spareMs;
  const adapter = new FastifyAdapter({ logger: false, requestTimeout, frameworkErrors: refuseUnrouted });
  // A handler reads its body from the connection and reports a wrong content type itself.
  adapter.getInstance().removeAllContentTypeParsers();
  adapter.getInstance().addContentTypeParser('*', (_request, _body, done) => done(null));
  return NestFactory.create<NestFastifyApplication>(AppModule.register(settings, logger), adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
}
