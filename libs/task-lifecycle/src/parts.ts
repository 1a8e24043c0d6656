import type { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import type { TaskMeta } from '@vocalborn/result-cache';

/** What the lifecycle is made of: the truth, its mirror, and the queue. */
export interface LifecycleParts {
  readonly database: DataSource;
  readonly meta: TaskMeta;
  readonly queue: AnalysisQueue;
  readonly logger: Logger;
}
