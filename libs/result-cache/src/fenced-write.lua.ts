import { snapshotFieldEntries } from '@vocalborn/task';

/** Sets the fields of the hash that are one field of the snapshot each, if they are among the changes. */
const setStoredFields = snapshotFieldEntries
  .map(([name, { cacheField, type }]) => `set('${cacheField}', changes.${name}${type === 'integer' ? ", '%d'" : ''})`)
  .join('\n');

/**
 * Writes a snapshot into its hash unless the hash is newer.
 *
 * KEYS[1]  the hash
 * ARGV[1]  attempt of the writer          ARGV[2]  rank of its state within the attempt
 * ARGV[3]  progress                       ARGV[4]  seconds to live
 * ARGV[5]  the snapshot without its steps, as JSON: kept in the field `snapshot`, which readers use
 * ARGV[6]  what of it changed since the writer's last write, as JSON; empty: all of it
 * ARGV[7]  the text of its step           ARGV[8]  its steps, as JSON
 * Returns  1 written, 0 stale: the hash has a later attempt, or in the same attempt a higher rank or progress.
 *
 * The field `rank` keeps the rank, so that the script does not have to know the states. A hash that was lost, or holds
 * another attempt, gets all fields.
 */
export const fencedWriteLua = `
local held = redis.call('HMGET', KEYS[1], 'attempt', 'rank', 'progress')
local has_same_attempt = false
if held[1] and held[2] then
  local attempt, rank = tonumber(held[1]), tonumber(held[2])
  local ours, our_rank = tonumber(ARGV[1]), tonumber(ARGV[2])
  if attempt > ours or (attempt == ours and rank > our_rank) then return 0 end
  if attempt == ours and rank == our_rank and tonumber(held[3]) > tonumber(ARGV[3]) then return 0 end
  has_same_attempt = attempt == ours
end
local is_partial = ARGV[6] ~= '' and has_same_attempt
local changes = cjson.decode(is_partial and ARGV[6] or ARGV[5])
local fields = {'rank', ARGV[2], 'snapshot', ARGV[5], 'current_step', ARGV[7], 'steps', ARGV[8]}
local function set(field, value, format)
  if value == nil then return end
  fields[#fields + 1] = field
  if value == cjson.null then value = 'null' elseif format then value = string.format(format, value) end
  fields[#fields + 1] = value
end
${setStoredFields}
if changes.resultId ~= nil then
  set('result', changes.resultId == cjson.null and cjson.null or '{"result_id":"' .. changes.resultId .. '"}')
end
if changes.error ~= nil then
  local has_error = changes.error ~= cjson.null
  set('error_kind', has_error and changes.error.kind or cjson.null)
  set('error_message', has_error and changes.error.message or cjson.null)
end
if changes.completedAt ~= nil or changes.status ~= nil then
  local task = is_partial and cjson.decode(ARGV[5]) or changes
  set('failed_at', task.status == 'FAILURE' and task.completedAt or cjson.null)
end
if not is_partial then set('children', '[]') end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
`;

/** The return codes of the script. */
export enum FencedWriteReply {
  Stale = 0,
  Written = 1,
}
