import type { Queue } from 'bull';
import { scriptKeys, type QueueRedis } from './queue-scripts.js';

/** Ids read at a time, so that a very long queue is not sent in one piece. */
const sliceSize = 10_000;

/** Keys looked at for one page of what is left of jobs. */
const pageSize = 1_000;

/** Task ids are UUIDs; what Bull keeps beside the jobs is not. */
const anyTaskId = [8, 4, 4, 4, 12].map((length) => '?'.repeat(length)).join('-');

/**
 * The ids in the queue's lists. Read slice by slice, from the end at which jobs arrive: one that moves meanwhile may be
 * missing.
 */
export async function readLists(queue: Queue): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const list of ['active', 'wait', 'paused'].map((name) => queue.toKey(name))) {
    for (let from = 0, last = sliceSize; last === sliceSize; from += sliceSize) {
      const slice = await queue.client.lrange(list, from, from + sliceSize - 1);
      for (const id of slice) ids.add(id);
      last = slice.length;
    }
  }
  return ids;
}

/**
 * Whether the queue holds each of the jobs. Asks Redis what costs it nothing first; only a job that seems to be nowhere
 * is looked for, in one piece, along the whole queue.
 */
export async function areHeld(queue: Queue, ids: readonly string[], listed: ReadonlySet<string>): Promise<boolean[]> {
  const redis = queue.client as QueueRedis;
  return Promise.all(
    ids.map(async (id) => {
      const [data, lock] = await Promise.all([
        redis.hexists(queue.toKey(id), 'data'),
        redis.exists(queue.toKey(`${id}:lock`)),
      ]);
      if (data === 0) return false;
      return lock === 1 || listed.has(id) || (await redis.isJobHeld(...scriptKeys(queue, id))) === 1;
    }),
  );
}

/** Delivers delayed jobs now. @returns how many there were; those that are not delayed are left alone */
export async function promoteDelayed(queue: Queue, ids: readonly string[]): Promise<number> {
  const scores = await Promise.all(ids.map((id) => queue.client.zscore(queue.toKey('delayed'), id)));
  const delayed = ids.filter((_, index) => scores[index] !== null);
  await Promise.all(delayed.map(async (id) => (await queue.getJob(id))?.promote().catch(() => undefined)));
  return delayed.length;
}

/**
 * Removes what is left of jobs that are none, among the next thousand keys after those of the last call, whichever
 * process made that: how far it came is kept in Redis.
 * @returns how many there were
 */
export async function dropGhosts(queue: Queue): Promise<number> {
  const redis = queue.client as QueueRedis;
  const prefix = queue.toKey('');
  const cursorKey = queue.toKey('ghost-cursor');
  const cursor = (await redis.get(cursorKey)) ?? '0';
  const [next, keys] = await redis.scan(cursor, 'MATCH', prefix + anyTaskId, 'COUNT', pageSize, 'TYPE', 'hash');
  const whole = await Promise.all(keys.map((key) => redis.hexists(key, 'data')));
  const ghosts = keys.filter((_, index) => whole[index] === 0).map((key) => key.slice(prefix.length));
  const gone = await Promise.all(ghosts.map((id) => redis.dropGhost(...scriptKeys(queue, id), '')));
  await redis.set(cursorKey, next);
  return gone.reduce((sum, each) => sum + each, 0);
}
