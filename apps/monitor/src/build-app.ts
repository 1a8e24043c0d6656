import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AppModule } from './app.module.js';
import { serveDocs } from './http/docs.js';
import { ProblemFilter, refuseUnrouted } from './http/problem.filter.js';
import { RequestValidationPipe } from './http/request-validation.pipe.js';
import { StorableTextPipe } from './http/storable-text.pipe.js';

/** Everything is loaded from the monitor itself. Swagger UI needs inline styles. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** The built dashboard, beside the monitor both in the workspace and in the image. */
const dashboardFolder = fileURLToPath(new URL('../../monitor-web/dist', import.meta.url));

/** Creates the app without listening. */
export async function buildApp(settings: MonitorSettings, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    frameworkErrors: refuseUnrouted,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings, logger), adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  await app.register(helmet, { contentSecurityPolicy, strictTransportSecurity: false });
  await app.register(fastifyStatic, { root: dashboardFolder, serve: false, preCompressed: true });
  app.useGlobalPipes(new StorableTextPipe(), new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveDocs(app);
  app.enableShutdownHooks();
  return app;
}
