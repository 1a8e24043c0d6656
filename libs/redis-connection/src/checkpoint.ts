import type { Redis } from 'ioredis';

/**
 * How far the truth has been compared with what this Redis holds of it. Kept in Redis, so that whatever loses the one
 * loses the other too, and every process can go on where another ended.
 */
export interface Checkpoint {
  /** As `advance` was told last; null when Redis may have lost something since, or was never looked at. */
  readonly reached: string | null;
  /** Keeps how far was looked, a moment in ISO 8601, unless Redis lost anything during the look. */
  advance(to: string): Promise<void>;
}

interface Mark {
  /** Of which life of the server the mark is: one that began with an older save may hold the mark and lack what was looked at. */
  readonly life: string;
  readonly reached: string;
}

/**
 * Reads the checkpoint of a key. A flushed Redis has none, one that was started again is in another life, and so is one
 * that evicted keys; a server that does not tell its life (INFO) is never trusted.
 */
export async function openCheckpoint(redis: Redis, key: string): Promise<Checkpoint> {
  const [life, kept] = await Promise.all([readLife(redis), redis.get(key)]);
  // A place for `advance`, which does nothing where it is gone: Redis was flushed in the middle of the look.
  if (kept === null) await redis.set(key, '{}', 'NX');
  const mark = parseMark(kept ?? '{}');
  return {
    reached: life !== null && mark.life === life ? (mark.reached ?? null) : null,
    async advance(reached) {
      if (life !== null) await redis.set(key, JSON.stringify({ life, reached } satisfies Mark), 'XX');
    },
  };
}

async function readLife(redis: Redis): Promise<string | null> {
  const sections = await Promise.all(['server', 'stats'].map((section) => redis.info(section).catch(() => '')));
  const [, run] = /^run_id:(\w+)/m.exec(sections.join('\n')) ?? [];
  const [, evicted] = /^evicted_keys:(\d+)/m.exec(sections.join('\n')) ?? [];
  return run === undefined || evicted === undefined ? null : `${run}/${evicted}`;
}

function parseMark(text: string): Partial<Mark> {
  try {
    const mark = JSON.parse(text) as Partial<Mark>;
    return Number.isNaN(Date.parse(mark.reached ?? '')) ? {} : mark;
  } catch {
    return {};
  }
}
