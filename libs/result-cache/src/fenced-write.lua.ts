/**
 * Writes an entry unless a newer one is there.
 *
 * KEYS[1]  the entry
 * ARGV[1]  attempt of the writer          ARGV[2]  rank of its state within the attempt
 * ARGV[3]  progress                       ARGV[4]  seconds to live
 * ARGV[5…] field, value, field, value, …  (always all fields, so that a lost entry comes back whole)
 * Returns  1 written, 0 stale: the entry is of a later attempt, a later state, or further on in the same one.
 * The rank is kept in the field `rank` so that the script need not know the states.
 */
export const fencedWriteLua = `
local held = redis.call('HMGET', KEYS[1], 'attempt', 'rank', 'progress')
if held[1] and held[2] then
  local attempt, rank = tonumber(held[1]), tonumber(held[2])
  local ours, our_rank = tonumber(ARGV[1]), tonumber(ARGV[2])
  if attempt > ours or (attempt == ours and rank > our_rank) then return 0 end
  if attempt == ours and rank == our_rank and tonumber(held[3]) > tonumber(ARGV[3]) then return 0 end
end
redis.call('HSET', KEYS[1], 'rank', ARGV[2], unpack(ARGV, 5))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
`;

/** What the script returns. */
export enum FencedWriteReply {
  Stale = 0,
  Written = 1,
}
