import { keepHeapSmall } from '@vocalborn/settings/small-heap';

keepHeapSmall();
const { analysisWorkerSettings, startOrExplain } = await import('@vocalborn/settings');

await startOrExplain('analysis-worker', async () => {
  const { createLogger } = await import('@vocalborn/observability');
  const { startParent } = await import('./parent/start-parent.js');
  const settings = analysisWorkerSettings();
  await startParent(settings, createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL }));
});
