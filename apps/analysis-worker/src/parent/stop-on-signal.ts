import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { Supervisor } from './supervisor.js';

/**
 * Stops the worker at SIGTERM and SIGINT: it takes no further tasks and finishes the running ones. A second signal hands
 * the running tasks back to the queue.
 */
export function stopOnSignal(app: INestApplicationContext, supervisor: Supervisor, logger: Logger): void {
  let stopping: Promise<void> | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) {
      logger.warn({ signal }, 'second signal: running tasks are handed back');
      void supervisor.stopNow();
      return;
    }
    logger.info({ signal }, 'stopping: running tasks are finished');
    stopping = app.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
