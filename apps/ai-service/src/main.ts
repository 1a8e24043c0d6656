import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, nestLogger } from '@vocalborn/observability';
import { aiServiceSettings, startOrExplain } from '@vocalborn/settings';
import { AppModule } from './app.module.js';
import { RefusalFilter } from './http/refusal.filter.js';

await startOrExplain('ai-service', async () => {
  const settings = aiServiceSettings();
  const logger = createLogger({ name: 'ai-service', level: settings.LOG_LEVEL });
  const adapter = new FastifyAdapter({ forceCloseConnections: 'idle' });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings), adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  const limits = { files: 2, fields: 10, fieldSize: 16_384, fileSize: Number.MAX_SAFE_INTEGER };
  await app.register(multipart, { limits });
  app.useGlobalFilters(new RefusalFilter(logger));
  app.enableShutdownHooks();
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
