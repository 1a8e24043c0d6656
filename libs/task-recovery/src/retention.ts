import { dropOldTasks } from '@vocalborn/task-ledger';
import type { RecoveryParts } from './parts.js';

/** Tasks deleted in one statement: short enough never to be in the way of the living. */
const batch = 500;

/**
 * Deletes tasks that ended longer ago than they are kept for, with their history and results; the analysis that a
 * record shows stays.
 * @returns how many were deleted
 */
export async function retention({ database, logger, retentionDays }: RecoveryParts): Promise<number> {
  if (retentionDays === null) return 0;
  let dropped = 0;
  for (let last = batch; last === batch; dropped += last) last = await dropOldTasks(database, retentionDays, batch);
  if (dropped > 0) logger.info({ tasks: dropped, retentionDays }, 'dropped old tasks');
  return dropped;
}
