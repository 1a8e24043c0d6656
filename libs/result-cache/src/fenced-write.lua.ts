/**
 * Writes fields of a task's hash unless the hash is newer.
 *
 * KEYS[1]  the hash
 * ARGV[1]  attempt of the writer          ARGV[2]  rank of its state within the attempt
 * ARGV[3]  progress                       ARGV[4]  seconds to live
 * ARGV[5]  1 when the fields are only what changed within the attempt, 0 when they are all fields
 * ARGV[6…] field, value, field, value, …
 * Returns  1 written, 0 stale: the hash has a later attempt, or in the same attempt a higher rank or progress,
 *          2 incomplete: changes alone would leave a hash that lacks fields, or mixes two attempts; nothing was written.
 * The field `rank` keeps the rank, so that the script does not have to know the states.
 */
export const fencedWriteLua = `
local held = redis.call('HMGET', KEYS[1], 'attempt', 'rank', 'progress')
local ours = tonumber(ARGV[1])
if held[1] and held[2] then
  local attempt, rank, our_rank = tonumber(held[1]), tonumber(held[2]), tonumber(ARGV[2])
  if attempt > ours or (attempt == ours and rank > our_rank) then return 0 end
  if attempt == ours and rank == our_rank and tonumber(held[3]) > tonumber(ARGV[3]) then return 0 end
end
if ARGV[5] == '1' and tonumber(held[1] or -1) ~= ours then return 2 end
redis.call('HSET', KEYS[1], 'rank', ARGV[2], unpack(ARGV, 6))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
`;

/** The return codes of the script. */
export enum FencedWriteReply {
  Stale = 0,
  Written = 1,
  Incomplete = 2,
}
