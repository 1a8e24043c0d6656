import { NestFactory } from '@nestjs/core';
import { createLogger, nestLogger } from '@vocalborn/observability';
import { analysisWorkerSettings, startOrExplain } from '@vocalborn/settings';
import { ChildModule } from './child.module.js';
import { ignoreTerminalSignals, obeyParent } from './supervision/obey-parent.js';

await startOrExplain('analysis-worker child', async () => {
  ignoreTerminalSignals();
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: 'analysis-worker', level: settings.LOG_LEVEL });
  const app = await NestFactory.createApplicationContext(ChildModule.register(settings, logger), {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  obeyParent(app);
});
