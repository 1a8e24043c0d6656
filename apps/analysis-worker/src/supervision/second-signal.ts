import type { Logger } from '@vocalborn/observability';
import type { Supervisor } from './supervisor.js';

/** The first signal stops the worker warmly, which the framework sees to; a second one sends its tasks back at once. */
export function coldStopOnSecondSignal(supervisor: Supervisor, logger: Logger): void {
  let signals = 0;
  const count = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals !== 2) return;
    logger.warn({ signal }, 'a second signal: running tasks go back to the queue');
    void supervisor.stopNow();
  };
  process.on('SIGTERM', count);
  process.on('SIGINT', count);
}
