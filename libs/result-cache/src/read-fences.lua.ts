/**
 * Reads of each hash which attempt it shows, and in which state.
 *
 * KEYS     the hashes
 * Returns  attempt, status, attempt, status, …; empty texts for a hash that does not exist or shows no task.
 */
export const readFencesLua = `
local found = {}
for _, key in ipairs(KEYS) do
  local fence = redis.call('HMGET', key, 'attempt', 'status')
  found[#found + 1] = fence[1] or ''
  found[#found + 1] = fence[2] or ''
end
return found
`;
