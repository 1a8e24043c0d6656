import './steady-compiler.js';
import 'reflect-metadata';
import { createLogger } from '@vocalborn/observability';
import { aiServiceSettings, startOrExplain } from '@vocalborn/settings';
import { buildApp } from './build-app.js';

await startOrExplain('ai-service', async () => {
  const settings = aiServiceSettings();
  const logger = createLogger({ name: 'ai-service', level: settings.LOG_LEVEL });
  const { app, pool } = await buildApp(settings, logger);
  await app.listen({ port: settings.PORT, host: settings.HOST });
  logger.info({ url: await app.getUrl() }, 'ai-service is ready');

  const stop = async () => {
    logger.info(pool.load(), 'ai-service finishes its running analyses');
    await pool.finish(settings.SHUTDOWN_GRACE_SECONDS);
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
});
