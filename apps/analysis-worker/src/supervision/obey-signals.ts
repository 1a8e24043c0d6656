import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { Supervisor } from './supervisor.js';

/**
 * The first signal stops the worker warmly: it takes no more tasks and finishes what it runs. A second one stops it at
 * once: what runs goes back to the queue.
 */
export function obeySignals(app: INestApplicationContext, logger: Logger): void {
  let stopping: Promise<void> | undefined;
  const obey = (signal: NodeJS.Signals): void => {
    if (stopping) {
      logger.warn({ signal }, 'a second signal: running tasks go back to the queue');
      void app.get(Supervisor).stopNow();
      return;
    }
    logger.info({ signal }, 'stopping: no more tasks are taken, running ones are finished');
    stopping = app.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', obey);
  process.on('SIGINT', obey);
}
