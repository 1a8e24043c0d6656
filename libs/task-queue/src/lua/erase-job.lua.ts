import { wipeFunction } from './job-functions.lua.js';

/**
 * Removes everything that the queue has of a job. Of a job that a worker has locked it removes the data only: Bull removes
 * the rest when the worker ends it, which a worker without the task does at once.
 *
 * KEYS and ARGV[1]: see job-functions.lua.ts.
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when the job is gone, 0 when a worker has it.
 */
export const eraseJobLua = `${wipeFunction}
if redis.call('EXISTS', KEYS[2]) == 0 then
  wipe()
  return 1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HDEL', KEYS[1], 'stacktrace', 'failedReason', 'returnvalue')
  redis.call('HSET', KEYS[1], 'data', '{}')
end
return 0
`;
