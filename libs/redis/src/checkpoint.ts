import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';

/**
 * How far the truth has been compared with what this Redis holds of it. Kept in Redis, so that whatever loses the one
 * loses the other too, and every process can go on where another ended.
 */
export interface Checkpoint {
  /** As `advance` was told last; null when Redis may have lost something since, or was never looked at. */
  readonly reached: Date | null;
  /** Keeps how far was looked, unless Redis was flushed, or somebody else advanced, since the checkpoint was opened. */
  advance(to: Date): Promise<void>;
}

interface Mark {
  /** Of which life of the server the mark is: one that began with an older save may hold it and lack what was looked at. */
  readonly life: string;
  readonly reached: string;
}

const replaceLua = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`;

/**
 * Reads the checkpoint of a key. A flushed Redis has none, and one that was started again is in another life. A server
 * that does not tell its life (INFO) is taken to be in the same one: callers look at everything now and then anyway.
 */
export async function openCheckpoint(redis: Redis, key: string): Promise<Checkpoint> {
  const [life, kept] = await Promise.all([readLife(redis), redis.get(key)]);
  let text = kept ?? JSON.stringify({ opened: randomUUID() });
  // A place for `advance`, of which only this caller knows the text.
  if (kept === null) await redis.set(key, text, 'NX');
  const mark = parseMark(text);
  return {
    reached: mark?.life === life ? new Date(mark.reached) : null,
    async advance(to) {
      const next = JSON.stringify({ life, reached: to.toISOString() } satisfies Mark);
      await redis.eval(replaceLua, 1, key, text, next);
      text = next;
    },
  };
}

async function readLife(redis: Redis): Promise<string> {
  const server = await redis.info('server').catch(() => '');
  return /^run_id:(\w+)/m.exec(server)?.[1] ?? 'untold';
}

function parseMark(text: string): Mark | null {
  try {
    const mark = JSON.parse(text) as Partial<Mark> | null;
    return Number.isNaN(Date.parse(mark?.reached ?? '')) ? null : (mark as Mark);
  } catch {
    return null;
  }
}
