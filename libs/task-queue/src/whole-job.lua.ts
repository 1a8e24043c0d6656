/**
 * What the queue has of a job, looked at and changed in one piece. Bull writes into a job's hash when it takes the job
 * over, whether it is still there or not; what that leaves of a job that was removed just before, a hash without data,
 * is no job: nobody runs it, and it must not be in the way of the task's next one.
 *
 * KEYS and ARGV are the same for all: those of `scriptKeys`, and ARGV[1] the job's id.
 */

/** Whether a worker has the job, or will get it; one that is in `active` without a lock is Bull's to deliver again. */
const held = `
local function listed(list) return redis.call('LPOS', list, ARGV[1]) and true or false end
local function held()
  return redis.call('HEXISTS', KEYS[1], 'data') == 1 and (redis.call('EXISTS', KEYS[2]) == 1
    or redis.call('ZSCORE', KEYS[7], ARGV[1]) or listed(KEYS[4]) or listed(KEYS[5]) or listed(KEYS[6])) and true or false
end
`;

const wipe = `
local function wipe()
  for list = 4, 6 do redis.call('LREM', KEYS[list], 0, ARGV[1]) end
  redis.call('SREM', KEYS[8], ARGV[1])
  for _, set in ipairs({7, 9, 10, 11}) do redis.call('ZREM', KEYS[set], ARGV[1]) end
  redis.call('DEL', KEYS[1], KEYS[3])
end
`;

/** Returns 1 when the queue holds the job, 0 when it does not. */
export const isJobHeldLua = `${held}
return held() and 1 or 0
`;

/** Makes way for a new job of the id: removes what is there of one unless the queue holds it. O(1) when nothing is. */
export const clearJobLua = `${held}${wipe}
if redis.call('EXISTS', KEYS[1]) == 0 or held() then return 0 end
wipe()
return 1
`;

/**
 * Takes a job off the queue unless it is in `active`: a worker has that in hand, locked or about to be, and ends it.
 * Returns 1 when it is gone, 0 when it was left.
 */
export const withdrawJobLua = `${held}${wipe}
for list = 5, 6 do redis.call('LREM', KEYS[list], 0, ARGV[1]) end
redis.call('ZREM', KEYS[7], ARGV[1])
if listed(KEYS[4]) then return 0 end
wipe()
return 1
`;

/**
 * Removes what is left of a job that is none any more, unless somebody else is about to.
 * ARGV[2] the token of the consumer that met it; empty for one that only came across it
 * Returns 1 when it is gone, 0 when it was left.
 */
export const dropGhostLua = `${wipe}
if redis.call('HEXISTS', KEYS[1], 'data') == 1 then return 0 end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[2] then return 0 end
wipe()
redis.call('DEL', KEYS[2])
return 1
`;
