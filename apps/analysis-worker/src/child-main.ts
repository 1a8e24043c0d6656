import { keepHeapSmall } from '@vocalborn/settings/small-heap';

keepHeapSmall();
const { analysisWorkerSettings, startOrExplain, wantsTracing } = await import('@vocalborn/settings');

/** The entry of the process that runs tasks. The supervisor in the parent process starts it. */
await startOrExplain('analysis-worker child', async () => {
  // A terminal signals the whole process group. Only the parent acts on it; it tells this process what to do.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const { createLogger, startTracing, stopTracing } = await import('@vocalborn/observability');
  const { ChildModule } = await import('./child/child.module.js');
  const { ParentLink } = await import('./child/parent-link.js');
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL });
  await startTracing('analysis-worker', wantsTracing());
  const app = await ChildModule.start(settings, logger);
  void app.get(ParentLink).ended.then(async (exitStatus) => {
    await app.close().catch((error: unknown) => logger.error({ err: error }, 'the child did not close in good order'));
    await stopTracing().catch((error: unknown) => logger.warn({ err: error }, 'the last spans were not sent'));
    process.exit(exitStatus);
  });
});
