import { NestFactory } from '@nestjs/core';
import { nestLogger, type Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { ChildModule } from './child.module.js';
import { ParentLink } from './parent-link.js';

/** Starts the child. The process ends when the parent says so, or is gone. */
export async function startChild(settings: AnalysisWorkerSettings, logger: Logger): Promise<void> {
  const app = await NestFactory.createApplicationContext(ChildModule.register(settings, logger), {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  void app.get(ParentLink).ended.then((exitStatus) => app.close().finally(() => process.exit(exitStatus)));
}
