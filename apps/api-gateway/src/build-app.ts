import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, setSecurityHeaders } from '@vocalborn/http';
import type { Logger } from '@vocalborn/observability';
import { metricsAddress, type ApiGatewaySettings } from '@vocalborn/settings';
import { admitBodies } from './access/admit-bodies.js';
import { AppModule } from './app.module.js';
import { allowOrigins } from './http/cors.js';
import { requestDescriber } from './http/describe-request.js';
import { serveDocs } from './http/docs.js';
import { toProblem, toUnroutedProblem } from './http/to-problem.js';

/** Largest JSON body in bytes; the free-form parameters are limited to 4 kB. */
const jsonBodyLimit = 64 * 1024;

/** Seconds in which a JSON body must have arrived: 64 KiB in 15 s is a link of 35 kbit/s. */
const jsonBodySeconds = 15;

/** No answer runs anything or is shown in a frame, except for Swagger UI, which loads its own files only. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Creates the gateway. It does not listen yet. */
export async function buildApp(settings: ApiGatewaySettings, logger: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(AppModule.register(settings, logger), {
    logger,
    toProblem,
    toUnroutedProblem,
    bodyLimit: jsonBodyLimit,
    bodyTimeoutSeconds: settings.UPLOAD_TIMEOUT_SECONDS,
    unparsedBodies: 'multipart',
    trustedProxies: settings.TRUSTED_PROXIES,
    parsedBodySeconds: jsonBodySeconds,
    takesRequestId: true,
    metricsAddress: metricsAddress(settings),
    describeRequest: requestDescriber(settings.LOG_PSEUDONYM_KEY),
  });
  await allowOrigins(app, settings.CORS_ORIGINS);
  admitBodies(app);
  setSecurityHeaders(app, { contentSecurityPolicy });
  serveDocs(app);
  return app;
}
