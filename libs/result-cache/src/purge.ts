import type { Redis } from 'ioredis';
import { resultCacheKey, resultCacheTtlSeconds } from './codec.js';

/** Number of keys that a purge looked at and deleted. */
export interface Purge {
  readonly seen: number;
  readonly dropped: number;
}

/** Keys per round trip, few enough that no other command waits long. */
const batchSize = 500;

/**
 * Deletes hashes of the result cache in batches; safe while the system works. Nothing is lost: Postgres has states and
 * results, and the next change of a task writes its hash whole.
 * @param which `expired`: hashes without a time to live that were not used for an hour (Redis deletes all others
 *   itself); `all`: every hash
 * @throws when Redis cannot be reached
 */
export async function purgeResultCache(redis: Redis, which: 'expired' | 'all'): Promise<Purge> {
  let [cursor, seen, dropped] = ['0', 0, 0];
  do {
    const [next, keys] = await scanHashes(redis, cursor);
    const doomed = which === 'all' ? keys : await leftOver(redis, keys);
    if (doomed.length > 0) dropped += await redis.unlink(doomed);
    seen += keys.length;
    cursor = next;
  } while (cursor !== '0');
  return { seen, dropped };
}

/** Number of hashes, and of those that a purge of the expired would delete. */
export async function countResultCache(redis: Redis): Promise<{ readonly entries: number; readonly expired: number }> {
  let [cursor, entries, expired] = ['0', 0, 0];
  do {
    const [next, keys] = await scanHashes(redis, cursor);
    entries += keys.length;
    expired += (await leftOver(redis, keys)).length;
    cursor = next;
  } while (cursor !== '0');
  return { entries, expired };
}

/** The keys of the next hashes, without the prefix that the connection adds to the keys of commands. */
async function scanHashes(redis: Redis, cursor: string): Promise<[next: string, keys: string[]]> {
  const prefix = prefixOf(redis);
  const [next, keys] = await redis.scan(cursor, 'MATCH', prefix + resultCacheKey('*'), 'COUNT', batchSize);
  return [next, keys.map((key) => key.slice(prefix.length))];
}

const prefixOf = (redis: Redis): string => redis.options.keyPrefix ?? '';

/** The keys without a time to live that were idle for an hour. Neither TTL nor OBJECT IDLETIME counts as a use. */
async function leftOver(redis: Redis, keys: readonly string[]): Promise<string[]> {
  const lives = await Promise.all(keys.map((key) => redis.ttl(key)));
  const endless = keys.filter((_, index) => lives[index] === -1);
  const idle = await Promise.all(endless.map((key) => redis.object('IDLETIME', prefixOf(redis) + key)));
  return endless.filter((_, index) => Number(idle[index] ?? 0) >= resultCacheTtlSeconds);
}
