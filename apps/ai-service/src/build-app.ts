import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from '@vocalborn/http';
import type { Logger } from '@vocalborn/observability';
import { metricsAddress, type AiServiceSettings } from '@vocalborn/settings';
import { AppModule } from './app.module.js';
import { toProblem } from './problem.js';

/** Creates the ai-service. It does not listen yet. Handlers read their bodies from the connection. */
export function buildApp(settings: AiServiceSettings, logger: Logger): Promise<NestFastifyApplication> {
  return createHttpApp(AppModule.register(settings, logger), {
    logger,
    toProblem,
    bodyTimeoutSeconds: settings.UPLOAD_TIMEOUT_SECONDS,
    unparsedBodies: 'all',
    metricsAddress: metricsAddress(settings),
    stopsOnSignal: false,
  });
}
