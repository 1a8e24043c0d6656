import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, problemOfStatus } from '@vocalborn/http';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { ParentModule } from './parent.module.js';
import { stopOnSignal } from './stop-on-signal.js';
import { Supervisor } from './supervisor.js';

/** Creates the parent process, which starts the child. It does not listen yet. */
export async function buildParent(settings: AnalysisWorkerSettings, logger: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(ParentModule.register(settings, logger), {
    logger,
    toProblem: (thrown) => problemOfStatus(thrown, 'worker'),
    stopsOnSignal: false,
  });
  stopOnSignal(app, app.get(Supervisor), logger);
  return app;
}
