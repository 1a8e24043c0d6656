import type { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { TaskMeta } from '@vocalborn/task-meta';
import type { AnalysisQueue } from '@vocalborn/task-queue';

/** What recovery compares: the truth, the queue and the cache. */
export interface RecoveryParts {
  readonly database: DataSource;
  readonly queue: AnalysisQueue;
  readonly meta: TaskMeta;
  readonly logger: Logger;
}
