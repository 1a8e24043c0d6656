/**
 * Tells of each job whether it has data and whether a worker holds its lock.
 *
 * KEYS     the hash and the lock of each job, in turn
 * Returns  for each job 0, or the sum of 1 for data and 2 for a lock
 */
export const jobMarksLua = `
local marks = {}
for index = 1, #KEYS, 2 do
  marks[#marks + 1] = redis.call('HEXISTS', KEYS[index], 'data') + 2 * redis.call('EXISTS', KEYS[index + 1])
end
return marks
`;
