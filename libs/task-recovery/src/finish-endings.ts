import { listRecentEndings } from '@vocalborn/task-ledger';
import type { RecoveryParts } from './parts.js';

/** How far back endings are checked: well beyond the interval between two rounds, and any short outage of Redis. */
const withinSeconds = 300;
const limit = 1_000;

/**
 * Brings the cache up to date with tasks that ended while it could not be written: an entry that still shows such a
 * task as running is replaced. Entries that expired or were dropped are left alone, for readers go to the ledger then.
 * @returns how many entries were corrected
 */
export async function finishEndings(parts: RecoveryParts): Promise<number> {
  const ended = await listRecentEndings(parts.database, withinSeconds, limit);
  const cached = await Promise.all(ended.map((task) => parts.meta.read(task.taskId)));
  const stale = ended.filter((task, index) => {
    const entry = cached[index];
    return entry && (entry.status !== task.status || entry.attempt !== task.attempt);
  });
  for (const task of stale) await parts.meta.write(task);
  if (stale.length > 0) parts.logger.warn({ tasks: stale.length }, 'corrected entries of ended tasks in the cache');
  return stale.length;
}
