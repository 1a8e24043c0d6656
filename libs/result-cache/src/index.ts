/**
 * The result cache in Redis: `celery-task-meta-{id}` hashes. The only place that knows these keys and their fields.
 * A mirror of the ledger for fast polls; it may vanish at any moment.
 */
export { TaskMeta } from './task-meta.js';
export { connectResultCache } from './connect.js';
export { purgeMeta, countMeta, type Purge } from './purge.js';
export { metaKey, metaTtlSeconds } from './keys.js';
export type { Redis } from 'ioredis';
