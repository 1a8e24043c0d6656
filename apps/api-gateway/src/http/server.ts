import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { ApiGatewaySettings } from '@vocalborn/settings';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppModule } from '../app.module.js';
import { serveDocs } from './docs.js';
import { ProblemFilter, refuseUnrouted } from './problem.filter.js';
import { observeRequests } from './request-log.js';
import { requestValidation } from './validation.js';

/** Largest JSON body; the free-form parameters are limited to 4 kB. */
const jsonBodyLimit = 64 * 1024;

/** What a body may take beyond the time that the reader of an upload gives it, which can tell why it stops. */
const spareMs = 30_000;

const requestIdForm = /^[\w.:-]{1,100}$/;

/** Puts the HTTP side together without listening yet. */
export async function buildServer(settings: ApiGatewaySettings, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: jsonBodyLimit,
    requestTimeout: settings.UPLOAD_TIMEOUT_SECONDS * 1_000 + spareMs,
    trustProxy: true,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    frameworkErrors: refuseUnrouted,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestIdForm.test(given) ? given : randomUUID();
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings, logger), adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  // Whoever takes a form reads it from the connection.
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null));
  observeRequests(app, logger);
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveDocs(app);
  app.enableShutdownHooks();
  return app;
}
