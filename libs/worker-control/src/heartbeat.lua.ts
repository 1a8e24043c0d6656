import type { Redis } from 'ioredis';

/**
 * Stores the time of a heartbeat by the clock of Redis and removes workers without a recent heartbeat.
 *
 * KEYS[1] the index of workers   KEYS[2] the worker's report
 * ARGV[1] its name               ARGV[2] the report; empty keeps the present one
 * ARGV[3] seconds after which a worker is forgotten
 * ARGV[4] age of the heartbeat in milliseconds: more than the time after which a worker is offline signs it off
 */
export const heartbeatLua = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
redis.call('ZADD', KEYS[1], now - ARGV[4], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - ARGV[3] * 1000)
`;

export type RedisWithHeartbeat = Redis & {
  workerHeartbeat(index: string, report: string, ...values: (string | number)[]): Promise<null>;
};
