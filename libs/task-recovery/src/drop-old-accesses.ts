import { dropOldAccesses as dropFromAudit } from '@vocalborn/personal-data';
import type { RecoveryDependencies } from './dependencies.js';

/** Rows per round: more than are written in a minute. */
const batchSize = 5_000;

/**
 * Deletes what the audit of reads keeps no longer, at most 5,000 rows in a round.
 * @returns the number of rows deleted
 */
export async function dropOldAccesses({ database, retention }: RecoveryDependencies): Promise<number> {
  return retention.accessDays === null ? 0 : dropFromAudit(database, retention.accessDays, batchSize);
}
