import { openCheckpoint, type Checkpoint } from '@vocalborn/redis';
import { stateRank, type TaskSnapshot } from '@vocalborn/task';
import type { Redis } from 'ioredis';
import { decodeMeta, encodeMeta } from './codec.js';
import { FencedWriteReply } from './fenced-write.lua.js';
import { endingsCheckpointKey, metaKey, metaTtlSeconds } from './keys.js';

type ScriptedRedis = Redis & {
  fencedMetaWrite(key: string, ...args: (string | number)[]): Promise<FencedWriteReply>;
};

/** The result cache: one hash per task, `celery-task-meta-{id}`, readable with HGETALL, gone an hour after its last change. */
export class TaskMeta {
  readonly #redis: ScriptedRedis;

  /** Takes a connection of `connectResultCache`. */
  constructor(redis: Redis) {
    this.#redis = redis as ScriptedRedis;
  }

  /**
   * Writes the whole entry in one round trip.
   * @returns false when a later attempt or a later state is there already; nothing was changed then
   * @throws when Redis cannot be reached; the ledger still holds the truth and readers fall back to it
   */
  async write(task: TaskSnapshot): Promise<boolean> {
    const fields = Object.entries(encodeMeta(task)).flat();
    const fence = [task.attempt, stateRank[task.status], task.progress, metaTtlSeconds];
    const reply = await this.#redis.fencedMetaWrite(metaKey(task.taskId), ...fence, ...fields);
    return reply === FencedWriteReply.Written;
  }

  /** Reads an entry; null when there is none (expired, dropped, or never written). */
  async read(taskId: string): Promise<TaskSnapshot | null> {
    return decodeMeta(await this.#redis.hgetall(metaKey(taskId)));
  }

  /**
   * Up to which ending the entries were compared with the ledger, and the means to keep it.
   * @throws when Redis cannot be reached
   */
  endingsCheckpoint(): Promise<Checkpoint> {
    return openCheckpoint(this.#redis, endingsCheckpointKey);
  }
}
