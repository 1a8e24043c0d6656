import { freshRedisUrl } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectResultCache } from './result-cache.js';
import { resultCacheKey, resultCacheTtlSeconds } from './codec.js';
import { countResultCache, purgeResultCache } from './purge.js';

let redis: Redis;
let address: string;

beforeEach(async () => {
  address = await freshRedisUrl();
  redis = await connectResultCache(address, 'test', () => undefined);
});
afterEach(() => redis.disconnect());

/** An entry as it lies there after so many idle seconds; a life of 0 never ends. */
async function lay(id: string, idleSeconds: number, lifeMs = 0): Promise<void> {
  await redis.hset('made', 'status', 'SUCCESS');
  const dump = await redis.dumpBuffer('made');
  await redis.del('made');
  await redis.restore(resultCacheKey(id), lifeMs, dump, 'IDLETIME', idleSeconds);
}

describe('a purge of the result cache', () => {
  it('drops of the expired only what has no end and was not used for as long as an entry lives', async () => {
    await lay('forgotten', resultCacheTtlSeconds);
    await lay('used', resultCacheTtlSeconds - 60);
    await lay('ending', resultCacheTtlSeconds, 60_000);
    await redis.set('something-else', 1);
    expect(await countResultCache(redis)).toEqual({ entries: 3, expired: 1 });
    expect(await purgeResultCache(redis, 'expired')).toEqual({ seen: 3, dropped: 1 });
    expect(await redis.exists(resultCacheKey('forgotten'))).toBe(0);
    expect(await purgeResultCache(redis, 'expired')).toEqual({ seen: 2, dropped: 0 });
  });

  it('drops thousands of entries in batches, and nothing but entries', async () => {
    await redis.set('vocalborn:workers', 1);
    const keys = Array.from({ length: 3_000 }, (_, n) => resultCacheKey(String(n)));
    await redis.mset(Object.fromEntries(keys.map((key) => [key, 'x'])));
    expect((await purgeResultCache(redis, 'all')).dropped).toBe(3_000);
    expect(await redis.keys('*')).toEqual(['vocalborn:workers']);
  });

  it('drops in a cluster the entries that begin with the hash tag of the connection', async () => {
    await lay('of-others', resultCacheTtlSeconds);
    redis.disconnect();
    redis = new Redis(address, { keyPrefix: '{tag}:' });
    await lay('forgotten', resultCacheTtlSeconds);
    await lay('used', 0);
    expect(await countResultCache(redis)).toEqual({ entries: 2, expired: 1 });
    expect(await purgeResultCache(redis, 'expired')).toEqual({ seen: 2, dropped: 1 });
    expect(await purgeResultCache(redis, 'all')).toEqual({ seen: 1, dropped: 1 });
    expect(await redis.keys('*')).toEqual([resultCacheKey('of-others')]);
  });
});
