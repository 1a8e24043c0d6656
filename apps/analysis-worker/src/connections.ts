import type { DynamicModule } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskConnectionsModule } from '@vocalborn/task-lifecycle/nest';

/** The name of the worker in Postgres and Redis. */
const appName = 'analysis-worker';

/** The entry of the process that runs tasks. This file is at the root of `src`, so that the path holds in the bundle too. */
export const childEntry = new URL('./child-main.js', import.meta.url);

/** The connections of one of the worker's processes. The child takes jobs; the parent only looks at the queue. */
export function taskConnections(
  settings: AnalysisWorkerSettings,
  logger: Logger,
  role: 'producer' | 'consumer',
): DynamicModule {
  return TaskConnectionsModule.register({ appName, settings, role, logger });
}
