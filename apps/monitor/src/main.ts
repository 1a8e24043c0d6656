import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, nestLogger } from '@vocalborn/observability';
import { monitorSettings, startOrExplain } from '@vocalborn/settings';
import { AppModule } from './app.module.js';

await startOrExplain('monitor', async () => {
  const settings = monitorSettings();
  const logger = createLogger({ name: 'monitor', level: settings.LOG_LEVEL });
  const adapter = new FastifyAdapter({ forceCloseConnections: 'idle' });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings, logger), adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  app.enableShutdownHooks();
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
