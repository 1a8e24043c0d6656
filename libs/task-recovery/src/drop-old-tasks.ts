import { dropOldTasks as dropFromLedger } from '@vocalborn/task-ledger';
import type { RecoveryDependencies } from './dependencies.js';

/** Tasks deleted per statement: few enough that no other statement waits long. */
const batchSize = 500;

/**
 * Deletes tasks that ended more than the retention ago, with their history and results. Keeps the latest analysis of
 * each record when it succeeded.
 * @returns the number of tasks deleted
 */
export async function dropOldTasks({ database, logger, retention }: RecoveryDependencies): Promise<number> {
  const { taskDays } = retention;
  if (taskDays === null) return 0;
  let dropped = 0;
  for (let last = batchSize; last === batchSize; dropped += last) {
    last = await dropFromLedger(database, taskDays, batchSize);
  }
  if (dropped > 0) logger.info({ tasks: dropped, taskDays }, 'deleted old tasks');
  return dropped;
}
