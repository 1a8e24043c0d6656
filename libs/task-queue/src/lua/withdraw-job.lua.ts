import { queuedFunction, wipeFunction } from './job-functions.lua.js';

/**
 * Takes a waiting, paused or delayed job off the queue. Leaves a job in `active` alone: a worker has it, locked or about
 * to be locked, and ends it.
 *
 * KEYS and ARGV[1]: see job-functions.lua.ts.
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when the job is gone, 0 when a worker has it.
 */
export const withdrawJobLua = `${queuedFunction}${wipeFunction}
for list = 5, 6 do redis.call('LREM', KEYS[list], 0, ARGV[1]) end
redis.call('ZREM', KEYS[7], ARGV[1])
if in_list(KEYS[4]) then return 0 end
wipe()
return 1
`;
