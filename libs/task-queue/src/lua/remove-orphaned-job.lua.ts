import { wipeFunction } from './job-functions.lua.js';

/**
 * Removes an orphaned job with its lock. Leaves a job that has data, and one whose lock another consumer holds.
 *
 * KEYS and ARGV[1]: see job-functions.lua.ts.
 * ARGV[2] the token of the consumer that was given the job; empty for a caller that is no consumer
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when it was removed, 0 when it was left.
 */
export const removeOrphanedJobLua = `${wipeFunction}
if redis.call('HEXISTS', KEYS[1], 'data') == 1 then return 0 end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[2] then return 0 end
wipe()
redis.call('DEL', KEYS[2])
return 1
`;
