import { keepYoungGenerationSmall } from '@vocalborn/settings/small-young-generation';

keepYoungGenerationSmall();
const { analysisWorkerSettings, startOrExplain } = await import('@vocalborn/settings');

await startOrExplain('analysis-worker', async () => {
  const { createLogger } = await import('@vocalborn/observability');
  const { buildParent } = await import('./parent/build-parent.js');
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL });
  const app = await buildParent(settings, logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
