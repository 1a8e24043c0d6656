/**
 * Lua functions that the scripts about one whole job share.
 *
 * Bull writes into a job's hash when it takes the job over, even if the job was removed just before. What that leaves, a
 * hash without `data`, is an orphaned job: no worker gets it, and it must not block the task's next job.
 *
 * KEYS of every script that uses them, as `scriptKeys` builds them:
 *   1 the job's hash   2 its lock   3 its logs   4 active   5 wait   6 paused   7 delayed   8 stalled   9 completed
 *   10 failed   11 priority
 * ARGV[1] the job's id
 */

/**
 * `queued()`: whether a worker has the job or will get it. A job in `active` without a lock counts: Bull delivers it
 * again.
 */
export const queuedFunction = `
local function in_list(list) return redis.call('LPOS', list, ARGV[1]) and true or false end
local function queued()
  return redis.call('HEXISTS', KEYS[1], 'data') == 1 and (redis.call('EXISTS', KEYS[2]) == 1
    or redis.call('ZSCORE', KEYS[7], ARGV[1]) or in_list(KEYS[4]) or in_list(KEYS[5]) or in_list(KEYS[6])) and true or false
end
`;

/** `wipe()`: removes everything that the queue has of the job but its lock. */
export const wipeFunction = `
local function wipe()
  for list = 4, 6 do redis.call('LREM', KEYS[list], 0, ARGV[1]) end
  redis.call('SREM', KEYS[8], ARGV[1])
  for _, set in ipairs({7, 9, 10, 11}) do redis.call('ZREM', KEYS[set], ARGV[1]) end
  redis.call('DEL', KEYS[1], KEYS[3])
end
`;
