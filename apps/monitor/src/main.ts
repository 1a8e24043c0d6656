import { createLogger } from '@vocalborn/observability';
import { monitorSettings, startOrExplain } from '@vocalborn/settings';
import { buildApp } from './build-app.js';

await startOrExplain('monitor', async () => {
  const settings = monitorSettings();
  const logger = createLogger({ name: 'monitor', level: settings.LOG_LEVEL });
  const app = await buildApp(settings, logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
