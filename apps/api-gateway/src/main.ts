import { createLogger } from '@vocalborn/observability';
import { apiGatewaySettings, startOrExplain } from '@vocalborn/settings';
import { buildApp } from './build-app.js';

await startOrExplain('api-gateway', async () => {
  const settings = apiGatewaySettings();
  const logger = createLogger({ name: 'api-gateway', level: settings.LOG_LEVEL });
  const app = await buildApp(settings, logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
