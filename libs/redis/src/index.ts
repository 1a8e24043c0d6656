/**
 * Connections to Redis (waiting, failing fast, reconnecting, idle timeout, TLS, Sentinel, Cluster), checkpoints, and the parsed INFO.
 */
export { openRedis, connectRedis, type RedisConnection, type RedisScripts } from './open-redis.js';
export { keyPrefixOf, type RedisAddress } from './redis-address.js';
export { followsHashSlot, refuseCluster, RedisClusterError } from './cluster.js';
export { openCheckpoint, type Checkpoint } from './checkpoint.js';
export { readRedisReport, distinctServers, type RedisReport } from './redis-report.js';
export type { Redis } from 'ioredis';
