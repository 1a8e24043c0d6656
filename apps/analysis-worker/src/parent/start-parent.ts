import type { Logger } from '@vocalborn/observability';
import {
  hardTimeLimitSeconds,
  redisAddresses,
  softTimeLimitSeconds,
  type AnalysisWorkerSettings,
} from '@vocalborn/settings';
import { workerName } from '../host-figures.js';
import { childEntry } from '../messages.js';
import { Health } from './health.js';
import { Heartbeat } from './heartbeat.js';
import { RemoteCommands } from './remote-commands.js';
import type { LeftBehind } from './rescue.js';
import { serveProbes } from './serve-probes.js';
import { Supervisor, type PoolSettings, type Rescuer, type SupervisorOptions } from './supervisor.js';
import { workerMetrics } from './worker-metrics.js';

const kibibyte = 1024;

function supervision(settings: AnalysisWorkerSettings, logger: Logger): SupervisorOptions {
  const memory = settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD;
  return {
    logger,
    childEntry,
    shutdownGraceMs: settings.SHUTDOWN_GRACE_SECONDS * 1000,
    maxTasksPerChild: settings.CELERY_WORKER_MAX_TASKS_PER_CHILD ?? null,
    maxMemoryBytesPerChild: memory === undefined ? null : memory * kibibyte,
  };
}

const pool = (settings: AnalysisWorkerSettings): PoolSettings => ({
  concurrency: settings.CELERY_WORKER_CONCURRENCY,
  softLimitSeconds: softTimeLimitSeconds(settings),
  hardLimitSeconds: hardTimeLimitSeconds(settings),
});

/**
 * The parent has no connection to Postgres and the queue, and not the code for them, until a child dies: together they
 * would take more memory than everything else in it.
 */
const rescuer = (settings: AnalysisWorkerSettings, logger: Logger): Rescuer => ({
  async rescue(left: LeftBehind): Promise<void> {
    try {
      const { rescueOnce } = await import('./rescue-once.js');
      await rescueOnce(settings, logger, left);
    } catch (error) {
      logger.warn({ err: error }, 'the tasks of a dead child wait until their locks expire');
    }
  },
});

/**
 * Starts the process that supervises the child and reports to operators and orchestrator. It is small and without a
 * framework, because every worker has one besides the process that does the work.
 */
export async function startParent(settings: AnalysisWorkerSettings, logger: Logger): Promise<void> {
  const { resultCache: registry } = redisAddresses(settings);
  const name = workerName(settings.WORKER_NAME);
  const supervisor = new Supervisor(supervision(settings, logger), rescuer(settings, logger), pool(settings));
  const maxTasksPerChild = settings.CELERY_WORKER_MAX_TASKS_PER_CHILD ?? null;
  const heartbeat = new Heartbeat({ registry, name, maxTasksPerChild, logger }, supervisor);
  const commands = new RemoteCommands({ registry, name, logger }, supervisor, heartbeat);
  const health = new Health(supervisor, heartbeat);
  const probes = await serveProbes(settings, { health, metrics: workerMetrics(supervisor), logger });
  logger.info({ address: probes.health.url, metrics: probes.metrics.url }, 'listening');
  stopOnSignal(supervisor, logger, async () => {
    await supervisor.stop();
    commands.stop();
    await Promise.all([heartbeat.stop(), probes.close()]);
  });
  supervisor.start();
  commands.start();
  await heartbeat.start();
}

/**
 * Stops the worker at SIGTERM and SIGINT: it takes no further tasks and finishes the running ones. A second signal hands
 * the running tasks back to the queue.
 */
function stopOnSignal(supervisor: Supervisor, logger: Logger, stopAll: () => Promise<void>): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      logger.warn({ signal }, 'second signal: running tasks are handed back');
      void supervisor.stopNow();
      return;
    }
    isStopping = true;
    logger.info({ signal }, 'stopping: running tasks are finished');
    void stopAll().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
