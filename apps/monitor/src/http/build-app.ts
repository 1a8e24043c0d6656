import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AppModule } from '../app.module.js';
import { serveDocs } from './docs.js';
import { ProblemFilter, refuseUnrouted } from './problem.filter.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { StorableTextPipe } from './storable-text.pipe.js';

/** Everything comes from the monitor itself; only styles may stand in the page, as the API's description needs. */
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

/** The built dashboard, beside the monitor in the workspace and in the image alike. */
const dashboardFolder = fileURLToPath(new URL('../../../monitor-web/dist', import.meta.url));

/** Puts the HTTP side together without listening yet. */
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
