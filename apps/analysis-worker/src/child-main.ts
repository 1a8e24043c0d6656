import { NestFactory } from '@nestjs/core';
import { createLogger, nestLogger } from '@vocalborn/observability';
import { analysisWorkerSettings, startOrExplain } from '@vocalborn/settings';
import { ChildModule } from './child/child.module.js';
import { ParentLink } from './child/parent-link.js';

/** The entry of the process that runs tasks. The supervisor in the parent process starts it. */
await startOrExplain('analysis-worker child', async () => {
  // A terminal signals the whole process group. Only the parent acts on it; it tells this process what to do.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL });
  const app = await NestFactory.createApplicationContext(ChildModule.register(settings, logger), {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  void app.get(ParentLink).ended.then((exitStatus) => app.close().finally(() => process.exit(exitStatus)));
});
