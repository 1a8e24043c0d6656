/**
 * Puts jobs into the queue in turns of their users: the first waiting job of every user is delivered before the second one of
 * any, and so on; the jobs of one user stay in their order. A user who queues a thousand jobs does not delay the others.
 *
 * Each job has a round: the one after that of its user's latest job, but none that is over. Jobs wait in the order of their
 * rounds, so a job belongs behind the last one whose round is not later. That place is looked for among the first `depth`
 * jobs: in growing steps from the head, then by halves, which bounds the cost. A job whose place lies further back goes to
 * the end, and so do later ones of its user. Jobs that were put back have no round or an old one, wherever they wait; a
 * search that meets one may end further back, up to the end of its step.
 *
 * KEYS[1] wait   KEYS[2] paused   KEYS[3] meta-paused   KEYS[4] id   KEYS[5] rounds: a hash of the latest round of each user,
 *   of the present round (`now`) and of the latest one (`last`)
 * ARGV[1] the prefix of the queue's keys   ARGV[2] the producer's token   ARGV[3] the jobs' name
 * ARGV[4] the time, in milliseconds since 1970   ARGV[5] depth   ARGV[6] number of users from which old ones are forgotten
 * ARGV[7…] id, user, data, options (JSON), id, user, data, options, …
 * Before it runs nothing has to hold: it reads and changes the jobs in one atomic step.
 * Returns for each job the number of jobs ahead of it. A job whose id exists already is left alone.
 */
export const addJobsLua = `
local target = redis.call('EXISTS', KEYS[3]) == 1 and KEYS[2] or KEYS[1]
local prefix, depth = ARGV[1], tonumber(ARGV[5])
local length = redis.call('LLEN', target)

local function round_of(id) return tonumber(redis.call('HGET', prefix .. id, 'round') or 0) end
local function round_at(place) return round_of(redis.call('LINDEX', target, -place)) end
local fields = {'now', 'last', 'limit'}
for index = 7, #ARGV, 4 do fields[#fields + 1] = 'user:' .. ARGV[index + 1] end
local values = redis.call('HMGET', KEYS[5], unpack(fields))
local latest = {}
for index, field in ipairs(fields) do latest[field] = tonumber(values[index]) end
local now = math.max(latest.now or 0, length > 0 and round_of(redis.call('LINDEX', target, -1)) or latest.last or 0)
local last = math.max(latest.last or 0, now)

local function ahead_of(round)
  if round >= last then return length end
  local near, far, end_of_search = 0, 1, math.min(depth, length)
  while far <= end_of_search and round_at(far) <= round do
    near = far
    far = (far < end_of_search) and math.min(4 * far, end_of_search) or far + 1
  end
  if far > end_of_search then return length end
  while near + 1 < far do
    local middle = math.floor((near + far) / 2)
    if round_at(middle) > round then far = middle else near = middle end
  end
  return near
end

local function insert(id, ahead)
  if ahead == length then
    redis.call('LPUSH', target, id)
  else
    local before = ahead > 0 and redis.call('LRANGE', target, -ahead, -1) or {}
    if ahead > 0 then redis.call('LTRIM', target, 0, -(ahead + 1)) end
    redis.call('RPUSH', target, id, unpack(before))
  end
  length = length + 1
end

local places, changes, added, is_new_user = {}, {}, 0, false
for index = 7, #ARGV, 4 do
  local id, field = ARGV[index], 'user:' .. ARGV[index + 1]
  local key = prefix .. id
  local ahead = length
  if redis.call('EXISTS', key) == 0 then
    local round = math.max((latest[field] or -1) + 1, now)
    ahead = ahead_of(round)
    if ahead == length then
      round = math.max(round, last)
      last = round
    end
    is_new_user = is_new_user or latest[field] == nil
    latest[field] = round
    changes[#changes + 1] = field
    changes[#changes + 1] = round
    redis.call('HSET', key, 'name', ARGV[3], 'data', ARGV[index + 2], 'opts', ARGV[index + 3], 'timestamp', ARGV[4],
      'delay', '0', 'priority', '0', 'round', round)
    redis.call('PUBLISH', KEYS[1] .. 'ing@' .. ARGV[2], id)
    insert(id, ahead)
    added = added + 1
  end
  places[#places + 1] = ahead
end
if added == 0 then return places end
redis.call('INCRBY', KEYS[4], added)
redis.call('HSET', KEYS[5], 'now', now, 'last', last, unpack(changes))

if is_new_user and redis.call('HLEN', KEYS[5]) > (latest.limit or tonumber(ARGV[6])) then
  local rounds = redis.call('HGETALL', KEYS[5])
  for index = 1, #rounds, 2 do
    if rounds[index]:sub(1, 5) == 'user:' and tonumber(rounds[index + 1]) < now then
      redis.call('HDEL', KEYS[5], rounds[index])
    end
  end
  redis.call('HSET', KEYS[5], 'limit', math.max(tonumber(ARGV[6]), 2 * redis.call('HLEN', KEYS[5])))
end
return places
`;
