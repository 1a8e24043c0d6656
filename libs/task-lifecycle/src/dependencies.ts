import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { ResultCache } from '@vocalborn/result-cache';
import type { TaskSnapshot } from '@vocalborn/task';
import type { AnalysisQueue } from '@vocalborn/task-queue';

/** What the lifecycle works with. The database holds the ledger, which is the truth. */
export interface LifecycleDependencies {
  readonly database: Database;
  readonly cache: ResultCache;
  readonly queue: AnalysisQueue;
  readonly logger: Logger;
}

/** `refused`: the cache holds a later attempt or state, so the writer has lost the task. `failed`: the cache is away. */
export type CacheOutcome = 'written' | 'refused' | 'failed';

/**
 * Writes a snapshot to the result cache. Never throws: readers fall back to the ledger while the cache is away.
 * @param before what the writer wrote last; then only the changes are written
 */
export async function writeToCache(
  { cache, logger }: Pick<LifecycleDependencies, 'cache' | 'logger'>,
  task: TaskSnapshot,
  before?: TaskSnapshot,
): Promise<CacheOutcome> {
  try {
    return (await cache.write(task, before)) ? 'written' : 'refused';
  } catch (error) {
    logger.warn({ taskId: task.taskId, err: error }, 'the result cache could not be written');
    return 'failed';
  }
}
