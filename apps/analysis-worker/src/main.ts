import { createHttpApp, problemOfStatus } from '@vocalborn/http';
import { createLogger } from '@vocalborn/observability';
import { analysisWorkerSettings, startOrExplain } from '@vocalborn/settings';
import { appName } from './connections.js';
import { ParentModule } from './parent/parent.module.js';
import { stopOnSignal } from './parent/stop-on-signal.js';
import { Supervisor } from './parent/supervisor.js';

await startOrExplain(appName, async () => {
  const settings = analysisWorkerSettings();
  const logger = createLogger({ name: appName, level: settings.LOG_LEVEL });
  const app = await createHttpApp(ParentModule.register(settings, logger), {
    logger,
    toProblem: (thrown) => problemOfStatus(thrown, 'worker'),
    stopsOnSignal: false,
  });
  stopOnSignal(app, app.get(Supervisor), logger);
  await app.listen({ host: settings.HOST, port: settings.PORT });
  logger.info({ address: await app.getUrl() }, 'listening');
});
