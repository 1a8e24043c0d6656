import { queuedFunction, wipeFunction } from './job-functions.lua.js';

/**
 * Makes room for a new job of the task: removes an orphaned or ended job of the same id. Leaves a queued job alone.
 *
 * KEYS and ARGV[1]: see job-functions.lua.ts.
 * Cost: O(1) when there is no hash, which is the usual case.
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when something was removed, 0 when there was nothing or the job is queued.
 */
export const replaceOrphanedJobLua = `${queuedFunction}${wipeFunction}
if redis.call('EXISTS', KEYS[1]) == 0 or queued() then return 0 end
wipe()
return 1
`;
