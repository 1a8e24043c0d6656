import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, setSecurityHeaders } from '@vocalborn/http';
import type { Logger } from '@vocalborn/observability';
import { metricsAddress, type MonitorSettings } from '@vocalborn/settings';
import { AppModule } from './app.module.js';
import { serveDocs } from './http/docs.js';
import { toProblem } from './http/problem.js';
import { RequestValidationPipe } from './http/request-validation.pipe.js';
import { StorableTextPipe } from './http/storable-text.pipe.js';
import { dashboardFolder } from './packaged-files.js';

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

/** Creates the app without listening. */
export async function buildApp(settings: MonitorSettings, logger: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(AppModule.register(settings, logger), {
    logger,
    toProblem,
    closeAtStop: 'all',
    trustedProxies: settings.TRUSTED_PROXIES,
    metricsAddress: metricsAddress(settings),
  });
  setSecurityHeaders(app, { contentSecurityPolicy, strictTransportSecurity: false });
  await app.register(fastifyStatic, { root: dashboardFolder, serve: false, preCompressed: true });
  app.useGlobalPipes(new StorableTextPipe(), new RequestValidationPipe());
  serveDocs(app);
  return app;
}
