import type { RedisScripts } from '@vocalborn/redis';
import type { Queue } from 'bull';
import type { Redis } from 'ioredis';
import { addJobsLua } from './add-jobs.lua.js';
import { eraseJobLua } from './erase-job.lua.js';
import { isJobQueuedLua } from './is-job-queued.lua.js';
import { jobMarksLua } from './job-marks.lua.js';
import { reclaimJobsLua } from './reclaim-jobs.lua.js';
import { removeOrphanedJobLua } from './remove-orphaned-job.lua.js';
import { replaceOrphanedJobLua } from './replace-orphaned-job.lua.js';
import { withdrawJobLua } from './withdraw-job.lua.js';

const lists = ['active', 'wait', 'paused', 'delayed', 'stalled', 'completed', 'failed', 'priority'];
const numberOfKeys = 3 + lists.length;

/** The queue's own commands. Each connection defines them when it is created. */
export const queueScripts = {
  addJobs: { numberOfKeys: 5, lua: addJobsLua },
  reclaimJobs: { numberOfKeys: 5, lua: reclaimJobsLua },
  isJobQueued: { numberOfKeys, lua: isJobQueuedLua },
  replaceOrphanedJob: { numberOfKeys, lua: replaceOrphanedJobLua },
  eraseJob: { numberOfKeys, lua: eraseJobLua },
  withdrawJob: { numberOfKeys, lua: withdrawJobLua },
  removeOrphanedJob: { numberOfKeys, lua: removeOrphanedJobLua },
  jobMarks: { lua: jobMarksLua },
} as const satisfies RedisScripts;

type Script<Answer> = (...keysAndArguments: string[]) => Promise<Answer>;

export type QueueRedis = Redis & {
  readonly [Name in Exclude<keyof typeof queueScripts, 'jobMarks'>]: Script<Name extends 'addJobs' ? number[] : number>;
} & { jobMarks(numberOfKeys: number, ...keys: string[]): Promise<number[]> };

/** The keys and the first argument of the scripts about one whole job, in the order that job-functions.lua.ts names. */
export function scriptKeys(queue: Pick<Queue, 'toKey'>, jobId: string): string[] {
  const own = [jobId, `${jobId}:lock`, `${jobId}:logs`];
  return [...[...own, ...lists].map((name) => queue.toKey(name)), jobId];
}
