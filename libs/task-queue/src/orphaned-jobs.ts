import type { Queue } from 'bull';
import { scriptKeys, type QueueRedis } from './lua/queue-scripts.js';

/** Keys that one call looks at. */
const pageSize = 1_000;

/** Pattern of a task id. Bull's other keys do not match it. */
const anyTaskId = [8, 4, 4, 4, 12].map((length) => '?'.repeat(length)).join('-');

/**
 * Removes orphaned jobs among the next thousand keys. The cursor is kept in Redis, so that each call goes on after the
 * previous one, whichever process made it.
 * @returns the number of jobs removed
 */
export async function removeOrphanedJobs(queue: Queue): Promise<number> {
  const redis = queue.client as QueueRedis;
  const prefix = queue.toKey('');
  // Key names are part of the deployed format: an upgrade must find the cursor of the version before.
  const cursorKey = queue.toKey('ghost-cursor');
  const cursor = (await redis.get(cursorKey)) ?? '0';
  const [next, keys] = await redis.scan(cursor, 'MATCH', prefix + anyTaskId, 'COUNT', pageSize, 'TYPE', 'hash');
  const complete = await Promise.all(keys.map((key) => redis.hexists(key, 'data')));
  const orphaned = keys.filter((_, index) => complete[index] === 0).map((key) => key.slice(prefix.length));
  const removed = await Promise.all(orphaned.map((id) => redis.removeOrphanedJob(...scriptKeys(queue, id), '')));
  await redis.set(cursorKey, next);
  return removed.reduce((sum, each) => sum + each, 0);
}
