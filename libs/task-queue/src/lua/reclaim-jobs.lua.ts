/**
 * Puts the jobs of a dead consumer back to the head of the queue, in their order: those that it has locked, and of the given
 * jobs those that nobody has locked.
 *
 * KEYS[1] active   KEYS[2] wait   KEYS[3] paused   KEYS[4] meta-paused   KEYS[5] stalled
 * ARGV[1] the prefix of the queue's keys   ARGV[2] the consumer's token   ARGV[3…] ids of jobs that it was known to run
 * Cost: one GET per running job of all consumers.
 * Before it runs nothing has to hold: it reads and changes the jobs in one atomic step.
 * Returns the number of jobs put back. A job that another consumer has locked is left alone.
 */
export const reclaimJobsLua = `
local known = {}
for index = 3, #ARGV do known[ARGV[index]] = true end
local target = redis.call('EXISTS', KEYS[4]) == 1 and KEYS[3] or KEYS[2]
local count = 0
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local lock = ARGV[1] .. id .. ':lock'
  local holder = redis.call('GET', lock)
  if holder == ARGV[2] or (not holder and known[id]) then
    redis.call('LREM', KEYS[1], 1, id)
    redis.call('DEL', lock)
    redis.call('SREM', KEYS[5], id)
    redis.call('RPUSH', target, id)
    count = count + 1
  end
end
return count
`;
