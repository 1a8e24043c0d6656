import { dropOldTasks as dropFromLedger } from '@vocalborn/task-ledger';
import type { RecoveryDependencies } from './dependencies.js';

/** Tasks deleted per statement: few enough that no other statement waits long. */
const batchSize = 500;

/**
 * Deletes tasks that ended more than `retentionDays` ago, with their history and results. Keeps the latest analysis of
 * each record when it succeeded.
 * @returns the number of tasks deleted
 */
export async function dropOldTasks({ database, logger, retentionDays }: RecoveryDependencies): Promise<number> {
  if (retentionDays === null) return 0;
  let dropped = 0;
  for (let last = batchSize; last === batchSize; dropped += last) {
    last = await dropFromLedger(database, retentionDays, batchSize);
  }
  if (dropped > 0) logger.info({ tasks: dropped, retentionDays }, 'deleted old tasks');
  return dropped;
}
