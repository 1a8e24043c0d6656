import type { RecoveryParts } from './parts.js';

/**
 * Removes from the queue what is left of jobs that nobody runs and nobody else removes; it would stay for good. Walks
 * through Redis a thousand keys a round.
 * @returns how many there were in this round
 * @throws QueueUnavailableError while Redis is away
 */
export async function dropGhosts({ queue, logger }: RecoveryParts): Promise<number> {
  const dropped = await queue.dropGhosts();
  if (dropped > 0) logger.warn({ jobs: dropped }, 'removed what was left of jobs in the queue');
  return dropped;
}
