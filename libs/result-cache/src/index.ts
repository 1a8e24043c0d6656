/**
 * The result cache in Redis: the hashes `celery-task-meta-{id}`. The only lib that knows these keys and their fields. It
 * serves fast polls and may vanish at any moment: the ledger is the truth.
 */
export { connectResultCache, ResultCache } from './result-cache.js';
export { purgeResultCache, countResultCache, type Purge } from './purge.js';
export { resultCacheKey, resultCacheTtlSeconds } from './codec.js';
export type { RedisAddress } from '@vocalborn/redis';
export type { Redis } from 'ioredis';
