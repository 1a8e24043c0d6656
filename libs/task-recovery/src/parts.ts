import type { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { TaskMeta } from '@vocalborn/result-cache';
import type { AnalysisQueue } from '@vocalborn/task-queue';

/** What recovery works with: the truth, the queue, the cache, and how long ended tasks are kept. */
export interface RecoveryParts {
  readonly database: DataSource;
  readonly queue: AnalysisQueue;
  readonly meta: TaskMeta;
  readonly logger: Logger;
  /** Days after its end for which a task is kept; null keeps all for good. */
  readonly retentionDays: number | null;
}
