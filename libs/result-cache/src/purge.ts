import type { Redis } from 'ioredis';
import { metaKey, metaTtlSeconds } from './keys.js';

/** What a purge looked at and what it dropped. */
export interface Purge {
  readonly seen: number;
  readonly dropped: number;
}

/** Keys per round trip: short enough that nobody else waits for it. */
const batchSize = 500;

/**
 * Drops entries of the result cache batch by batch, while everybody goes on working. Nothing is lost: Postgres has the
 * states and the results, and the next change of a task writes its entry whole.
 *
 * `expired`: entries that should be gone, being kept without a time to live and not used for as long as an entry
 * lives; Redis itself drops the others. `all`: every entry.
 * @throws when Redis cannot be reached
 */
export async function purgeMeta(redis: Redis, which: 'expired' | 'all'): Promise<Purge> {
  let [cursor, seen, dropped] = ['0', 0, 0];
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', metaKey('*'), 'COUNT', batchSize);
    const doomed = which === 'all' ? keys : await leftOver(redis, keys);
    if (doomed.length > 0) dropped += await redis.unlink(doomed);
    seen += keys.length;
    cursor = next;
  } while (cursor !== '0');
  return { seen, dropped };
}

/** How many entries there are, and how many of them a purge of the expired would drop. */
export async function countMeta(redis: Redis): Promise<{ readonly entries: number; readonly expired: number }> {
  let [cursor, entries, expired] = ['0', 0, 0];
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', metaKey('*'), 'COUNT', batchSize);
    entries += keys.length;
    expired += (await leftOver(redis, keys)).length;
    cursor = next;
  } while (cursor !== '0');
  return { entries, expired };
}

/** Of the keys, those without an end that nobody has used for long. Neither question counts as a use. */
async function leftOver(redis: Redis, keys: readonly string[]): Promise<string[]> {
  const lives = await Promise.all(keys.map((key) => redis.ttl(key)));
  const endless = keys.filter((_, index) => lives[index] === -1);
  const idle = await Promise.all(endless.map((key) => redis.object('IDLETIME', key)));
  return endless.filter((_, index) => Number(idle[index] ?? 0) >= metaTtlSeconds);
}
