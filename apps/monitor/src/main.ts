import { keepHeapSmall } from '@vocalborn/settings/small-heap';

keepHeapSmall();
const { monitorSettings, startOrExplain, wantsTracing } = await import('@vocalborn/settings');

await startOrExplain('monitor', async () => {
  const { createLogger, startTracing } = await import('@vocalborn/observability');
  const { buildApp } = await import('./build-app.js');
  const settings = monitorSettings();
  const logger = createLogger({ name: 'monitor', level: settings.LOG_LEVEL });
  await startTracing('monitor', wantsTracing());
  const app = await buildApp(settings, logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
