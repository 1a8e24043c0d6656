import { keepHeapSmall, makeRoomForRequests } from '@vocalborn/settings/small-heap';

keepHeapSmall();
const { apiGatewaySettings, startOrExplain, wantsTracing } = await import('@vocalborn/settings');

await startOrExplain('api-gateway', async () => {
  const { createLogger, startTracing } = await import('@vocalborn/observability');
  const { buildApp } = await import('./build-app.js');
  const settings = apiGatewaySettings();
  const logger = createLogger({ name: 'api-gateway', level: settings.LOG_LEVEL });
  await startTracing('api-gateway', wantsTracing());
  const app = await buildApp(settings, logger);
  makeRoomForRequests();
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
