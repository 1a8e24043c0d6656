/**
 * Puts new jobs at the end of the queue, as Bull's `addJob` does for a job without delay and priority, all in one call.
 *
 * KEYS[1] wait   KEYS[2] paused   KEYS[3] meta-paused   KEYS[4] id
 * ARGV[1] the prefix of the queue's keys   ARGV[2] the producer's token   ARGV[3] the jobs' name
 * ARGV[4] the time, in milliseconds since 1970
 * ARGV[5…] id, data, options (JSON), id, data, options, …
 * Before it runs nothing has to hold: it reads and changes the jobs in one atomic step.
 * Returns the number of jobs that were ahead of the first one. A job whose id exists already is left alone.
 */
export const addJobsLua = `
local target = redis.call('EXISTS', KEYS[3]) == 1 and KEYS[2] or KEYS[1]
local ahead = redis.call('LLEN', target)
local ids = {}
for index = 5, #ARGV, 3 do
  local id = ARGV[index]
  local key = ARGV[1] .. id
  if redis.call('EXISTS', key) == 0 then
    redis.call('HSET', key, 'name', ARGV[3], 'data', ARGV[index + 1], 'opts', ARGV[index + 2], 'timestamp', ARGV[4],
      'delay', '0', 'priority', '0')
    redis.call('PUBLISH', KEYS[1] .. 'ing@' .. ARGV[2], id)
    ids[#ids + 1] = id
  end
end
if #ids > 0 then
  redis.call('INCRBY', KEYS[4], #ids)
  redis.call('LPUSH', target, unpack(ids))
end
return ahead
`;
