import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';

/**
 * The time up to which the ledger was compared with this Redis. It is kept in the same Redis, so that a loss of data also
 * loses the checkpoint, and so that every process can go on where another ended.
 */
export interface Checkpoint {
  /** The last value of `advance`; null when Redis may have lost data since, or was never compared. */
  readonly reached: Date | null;
  /** Stores a new value, unless Redis was flushed or another process advanced since this checkpoint was opened. */
  advance(to: Date): Promise<void>;
}

interface Mark {
  /** The server's run id. A server that restarted from an older save may hold the mark and lack data compared before. */
  readonly life: string;
  readonly reached: string;
}

const replaceLua = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`;

/**
 * Reads the checkpoint of a key. It is unknown after a flush or a restart of the server. Where INFO is forbidden the run id
 * is unknown and a restart is not noticed; callers therefore also compare everything at longer intervals.
 */
export async function openCheckpoint(redis: Redis, key: string): Promise<Checkpoint> {
  const [runId, stored] = await Promise.all([readRunId(redis), redis.get(key)]);
  let text = stored ?? JSON.stringify({ opened: randomUUID() });
  // A value that only this caller knows, for `advance` to replace.
  if (stored === null) await redis.set(key, text, 'NX');
  const mark = parseMark(text);
  return {
    reached: mark?.life === runId ? new Date(mark.reached) : null,
    async advance(to) {
      const next = JSON.stringify({ life: runId, reached: to.toISOString() } satisfies Mark);
      await redis.eval(replaceLua, 1, key, text, next);
      text = next;
    },
  };
}

async function readRunId(redis: Redis): Promise<string> {
  const server = await redis.info('server').catch(() => '');
  return /^run_id:(\w+)/m.exec(server)?.[1] ?? 'unknown';
}

function parseMark(text: string): Mark | null {
  try {
    const mark = JSON.parse(text) as Partial<Mark> | null;
    return Number.isNaN(Date.parse(mark?.reached ?? '')) ? null : (mark as Mark);
  } catch {
    return null;
  }
}
