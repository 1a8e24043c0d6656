import type { RecoveryDependencies } from './dependencies.js';

/**
 * Removes orphaned jobs from the queue: hashes that Bull wrote after a job was removed. No worker gets them, so nothing
 * else removes them. Each round looks at a thousand keys.
 * @returns the number of jobs removed
 * @throws QueueUnavailableError while Redis is away
 */
export async function removeOrphanedJobs({ queue, logger }: RecoveryDependencies): Promise<number> {
  const removed = await queue.removeOrphanedJobs();
  if (removed > 0) logger.warn({ jobs: removed }, 'removed orphaned jobs from the queue');
  return removed;
}
