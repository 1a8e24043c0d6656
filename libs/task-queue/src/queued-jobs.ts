import type { Queue } from 'bull';
import { scriptKeys, type QueueRedis } from './lua/queue-scripts.js';

/** Ids per LRANGE, so that Redis never sends a very long queue in one answer. */
const sliceSize = 10_000;

/**
 * The ids in the lists active, wait and paused. Reads slice by slice from the end at which jobs arrive; an id that moves
 * meanwhile may be missing.
 */
export async function readQueuedIds(queue: Queue): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const list of ['active', 'wait', 'paused'].map((name) => queue.toKey(name))) {
    for (let from = 0, last = sliceSize; last === sliceSize; from += sliceSize) {
      const slice = await queue.client.lrange(list, from, from + sliceSize - 1);
      for (const id of slice) ids.add(id);
      last = slice.length;
    }
  }
  return ids;
}

/** What a queue has of a job. */
interface JobMarks {
  readonly hasData: boolean;
  readonly isLocked: boolean;
}

/** The script must not block Redis for long. */
const jobsPerCommand = 1_000;

/** What the queue has of each job; one command for a thousand of them. */
export async function readJobMarks(queue: Queue, ids: readonly string[]): Promise<JobMarks[]> {
  const redis = queue.client as QueueRedis;
  const found: JobMarks[] = [];
  for (let from = 0; from < ids.length; from += jobsPerCommand) {
    const keys = ids.slice(from, from + jobsPerCommand).flatMap((id) => [queue.toKey(id), queue.toKey(`${id}:lock`)]);
    const marks = await redis.jobMarks(keys.length, ...keys);
    found.push(...marks.map((mark) => ({ hasData: mark % 2 === 1, isLocked: mark >= 2 })));
  }
  return found;
}

/**
 * Whether each job is queued: a worker has it or will get it. Asks in O(1) first; only a job that seems to be nowhere is
 * looked for along the whole queue, in one atomic script.
 * @param queuedIds the answer of `readQueuedIds`, read just before
 */
export async function areJobsQueued(
  queue: Queue,
  ids: readonly string[],
  queuedIds: ReadonlySet<string>,
): Promise<boolean[]> {
  const redis = queue.client as QueueRedis;
  const marks = await readJobMarks(queue, ids);
  return Promise.all(
    ids.map(async (id, index) => {
      if (!marks[index]?.hasData) return false;
      return marks[index].isLocked || queuedIds.has(id) || (await redis.isJobQueued(...scriptKeys(queue, id))) === 1;
    }),
  );
}

/** Delivers the delayed jobs among the ids now. @returns how many of them were delayed */
export async function promoteDelayedJobs(queue: Queue, ids: readonly string[]): Promise<number> {
  const scores = await Promise.all(ids.map((id) => queue.client.zscore(queue.toKey('delayed'), id)));
  const delayed = ids.filter((_, index) => scores[index] !== null);
  await Promise.all(delayed.map(async (id) => (await queue.getJob(id))?.promote().catch(() => undefined)));
  return delayed.length;
}
