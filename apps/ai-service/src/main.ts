import './pool/steady-compiler.js';
import 'reflect-metadata';
import { createLogger, startTracing } from '@vocalborn/observability';
import { aiServiceSettings, startOrExplain, wantsTracing } from '@vocalborn/settings';
import { buildApp } from './build-app.js';

await startOrExplain('ai-service', async () => {
  const settings = aiServiceSettings();
  const logger = createLogger({ name: 'ai-service', level: settings.LOG_LEVEL });
  await startTracing('ai-service', wantsTracing());
  const app = await buildApp(settings, logger);
  await app.listen({ port: settings.PORT, host: settings.HOST });
  logger.info({ url: await app.getUrl() }, 'ai-service is ready');

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void app.close().then(() => process.exit(0)));
  }
});
