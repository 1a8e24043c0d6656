import { connectRedis, openCheckpoint, type Checkpoint, type RedisAddress } from '@vocalborn/redis';
import { stateRank, type TaskSnapshot, type TaskState } from '@vocalborn/task';
import type { Redis } from 'ioredis';
import { fencedWriteLua, FencedWriteReply } from './fenced-write.lua.js';
import { readFencesLua } from './read-fences.lua.js';
import {
  decodeSnapshot,
  encodeChanges,
  encodeSnapshot,
  endingsCheckpointKey,
  readFields,
  resultCacheKey,
  resultCacheTtlSeconds,
} from './codec.js';

/** Later than every attempt and state, so that the fence of the writes holds. */
const erasedMark = { attempt: 2 ** 31 - 1, rank: 2 ** 31 - 1, progress: 0 } as const;

const scripts = { fencedMetaWrite: { numberOfKeys: 1, lua: fencedWriteLua }, readFences: { lua: readFencesLua } };

/**
 * Opens a connection to the result cache. Its commands fail at once while Redis is away, because the ledger can answer
 * instead.
 */
export function connectResultCache(
  address: RedisAddress,
  name: string,
  onError: (error: Error) => void,
): Promise<Redis> {
  return connectRedis({ address, name, scripts }, onError);
}

type ScriptedRedis = Redis & {
  fencedMetaWrite(key: string, ...args: (string | number)[]): Promise<FencedWriteReply>;
  readFences(numberOfKeys: number, ...keys: string[]): Promise<string[]>;
};

/** Which attempt of a task a hash shows, and in which state. */
export type Fence = Pick<TaskSnapshot, 'attempt' | 'status'>;

/** The script must not block Redis for long. */
const fencesPerCommand = 1_000;

const fenceOf = (attempt?: string, status?: string): Fence | null =>
  attempt && status ? { attempt: Number(attempt), status: status as TaskState } : null;

/**
 * The result cache: one hash per task, `celery-task-meta-{id}`, readable with HGETALL. A hash expires an hour after its
 * last change.
 */
export class ResultCache {
  readonly #redis: ScriptedRedis;

  /** @param redis a connection of `connectResultCache` */
  constructor(redis: Redis) {
    this.#redis = redis as ScriptedRedis;
  }

  /**
   * Writes a task, unless its hash holds a later attempt or a later state. One round trip; two when `before` is given and
   * the hash was lost.
   * @param before the snapshot that the caller wrote last: only what changed since is written
   * @returns false when the hash is newer; nothing was changed then
   * @throws when Redis cannot be reached; readers fall back to the ledger
   */
  async write(task: TaskSnapshot, before?: TaskSnapshot): Promise<boolean> {
    if (before?.attempt === task.attempt) {
      const reply = await this.writeFields(task, 'changes', encodeChanges(task, before));
      if (reply !== FencedWriteReply.Incomplete) return reply === FencedWriteReply.Written;
    }
    return (await this.writeFields(task, 'all', encodeSnapshot(task))) === FencedWriteReply.Written;
  }

  private writeFields(task: TaskSnapshot, which: 'all' | 'changes', fields: string[]): Promise<FencedWriteReply> {
    const { taskId, attempt, status, progress } = task;
    const fence = [attempt, stateRank[status], progress, resultCacheTtlSeconds, which === 'changes' ? 1 : 0];
    return this.#redis.fencedMetaWrite(resultCacheKey(taskId), ...fence, ...fields);
  }

  /** Reads a task; null when it has no hash: it expired, was deleted or was never written. */
  async read(taskId: string): Promise<TaskSnapshot | null> {
    return decodeSnapshot(await this.#redis.hmget(resultCacheKey(taskId), ...readFields));
  }

  /**
   * Reads which attempt the hash of each task shows, and in which state; null where there is no hash, or the mark of an
   * erased task. One command for a thousand tasks.
   */
  async readFences(taskIds: readonly string[]): Promise<(Fence | null)[]> {
    const found: (Fence | null)[] = [];
    for (let from = 0; from < taskIds.length; from += fencesPerCommand) {
      const keys = taskIds.slice(from, from + fencesPerCommand).map(resultCacheKey);
      const fields = await this.#redis.readFences(keys.length, ...keys);
      keys.forEach((_, index) => found.push(fenceOf(fields[2 * index], fields[2 * index + 1])));
    }
    return found;
  }

  /**
   * Removes all that the hashes of erased tasks hold, and leaves a mark in their place that refuses every later write, such
   * as that of a worker that still runs. Readers find no task. The mark expires as every hash does, or is removed with
   * `forget`.
   * @throws when Redis cannot be reached
   */
  async erase(taskIds: readonly string[]): Promise<void> {
    const erased = taskIds.map((taskId) => {
      const key = resultCacheKey(taskId);
      const mark = this.#redis.multi().del(key).hset(key, erasedMark).expire(key, resultCacheTtlSeconds);
      return mark.exec();
    });
    await Promise.all(erased);
  }

  /** Removes the hashes of tasks, or their marks. @throws when Redis cannot be reached */
  async forget(taskIds: readonly string[]): Promise<void> {
    if (taskIds.length > 0) await this.#redis.unlink(taskIds.map(resultCacheKey));
  }

  /**
   * The checkpoint up to which recovery corrected the hashes of ended tasks.
   * @throws when Redis cannot be reached
   */
  endingsCheckpoint(): Promise<Checkpoint> {
    return openCheckpoint(this.#redis, endingsCheckpointKey);
  }
}
