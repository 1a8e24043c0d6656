/**
 * How every process connects to Redis: when it waits, when it gives up, and when it takes a connection to be dead. And
 * what a server tells of itself.
 */
export { openRedis, connectRedis, type RedisConnection, type RedisScripts } from './open-redis.js';
export { openCheckpoint, type Checkpoint } from './checkpoint.js';
export { readRedisReport, distinctServers, type RedisReport } from './redis-report.js';
export type { Redis } from 'ioredis';
