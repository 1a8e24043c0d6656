/** How every process connects to Redis: when it waits, when it gives up, and when it takes a connection to be dead. */
export { openRedis, type RedisConnection } from './open-redis.js';
export type { Redis } from 'ioredis';
