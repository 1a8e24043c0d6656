import type { RedisScripts } from '@vocalborn/redis';
import type { Queue } from 'bull';
import type { Redis } from 'ioredis';
import { reclaimJobLua } from './reclaim-job.lua.js';
import { clearJobLua, dropGhostLua, isJobHeldLua, withdrawJobLua } from './whole-job.lua.js';

const lists = ['active', 'wait', 'paused', 'delayed', 'stalled', 'completed', 'failed', 'priority'];
const numberOfKeys = 3 + lists.length;

/** The queue's own commands, for its connections to know from the beginning. */
export const queueScripts = {
  reclaimJob: { numberOfKeys: 6, lua: reclaimJobLua },
  isJobHeld: { numberOfKeys, lua: isJobHeldLua },
  clearJob: { numberOfKeys, lua: clearJobLua },
  withdrawJob: { numberOfKeys, lua: withdrawJobLua },
  dropGhost: { numberOfKeys, lua: dropGhostLua },
} as const satisfies RedisScripts;

type Script = (...keysAndArguments: string[]) => Promise<number>;

export type QueueRedis = Redis & Readonly<Record<keyof typeof queueScripts, Script>>;

/** The keys of the scripts that look at one job as a whole, and its id. */
export function scriptKeys(queue: Pick<Queue, 'toKey'>, jobId: string): string[] {
  const own = [jobId, `${jobId}:lock`, `${jobId}:logs`];
  return [...[...own, ...lists].map((name) => queue.toKey(name)), jobId];
}
