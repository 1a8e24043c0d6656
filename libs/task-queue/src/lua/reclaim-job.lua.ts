/**
 * Puts a running job back to the head of the queue when the given consumer still holds its lock, or nobody does.
 *
 * KEYS[1] the job's lock   KEYS[2] active   KEYS[3] wait   KEYS[4] paused   KEYS[5] meta-paused   KEYS[6] stalled
 * ARGV[1] job id           ARGV[2] the consumer's token
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when it was put back, 0 when another consumer holds the job or the job is not running.
 */
export const reclaimJobLua = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[2] then return 0 end
if redis.call('LREM', KEYS[2], 1, ARGV[1]) == 0 then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[6], ARGV[1])
local target = redis.call('EXISTS', KEYS[5]) == 1 and KEYS[4] or KEYS[3]
redis.call('RPUSH', target, ARGV[1])
return 1
`;
