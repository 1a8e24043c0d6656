import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, nestLogger } from '@vocalborn/observability';
import { analysisWorkerSettings, startOrExplain } from '@vocalborn/settings';
import { ParentModule } from './parent/parent.module.js';
import { stopOnSignal } from './parent/stop-on-signal.js';
import { Supervisor } from './parent/supervisor.js';

await startOrExplain('analysis-worker', async () => {
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL });
  const module = ParentModule.register(settings, logger);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  stopOnSignal(app, app.get(Supervisor), logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
