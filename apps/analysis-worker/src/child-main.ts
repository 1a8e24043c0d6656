import { keepYoungGenerationSmall } from '@vocalborn/settings/small-young-generation';

keepYoungGenerationSmall();
const { analysisWorkerSettings, startOrExplain } = await import('@vocalborn/settings');

/** The entry of the process that runs tasks. The supervisor in the parent process starts it. */
await startOrExplain('analysis-worker child', async () => {
  // A terminal signals the whole process group. Only the parent acts on it; it tells this process what to do.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const { createLogger } = await import('@vocalborn/observability');
  const { startChild } = await import('./child/start-child.js');
  const settings = analysisWorkerSettings();
  await startChild(settings, createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL }));
});
