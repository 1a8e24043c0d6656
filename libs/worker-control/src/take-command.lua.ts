import type { Redis } from 'ioredis';

/**
 * Takes a command for a worker, once, and only while the sender waits for the answer.
 *
 * KEYS[1] the workers that may still take the command   ARGV[1] the worker's name
 * Returns the milliseconds left to do it, by the clock of Redis; 0 when the command must not be done any more.
 */
export const takeCommandLua = `
local left = redis.call('PTTL', KEYS[1])
if redis.call('SREM', KEYS[1], ARGV[1]) == 0 or left < 0 then return 0 end
return left
`;

export type RedisWithTakeCommand = Redis & { takeCommand(key: string, name: string): Promise<number> };
