import type { Job, Queue } from 'bull';
import { setTimeout as delay } from 'node:timers/promises';
import { scriptKeys, type QueueRedis } from './lua/queue-scripts.js';
import { lockMs, lockRenewalMs } from './queue-options.js';

/** Permission to take one job. Calling it gives it back; later calls do nothing. */
export type Permit = () => void;

export interface Consumption {
  /** Jobs that may be held at one time, those whose end is being written included. */
  readonly atOnce: number;
  /** Waits until the consumer has room for a job; null once it wants no more. */
  readonly permit: () => Promise<Permit | null>;
  /** Runs a job. When the promise ends, the permit is given back, and the job is finished or goes back to the queue. */
  readonly deliver: (job: Job, permit: Permit) => Promise<void>;
}

/** Pause of a loop whose consumer wants no more jobs, until the queue is closed. */
const closedPauseMs = 50;

/**
 * Delivers the queue's jobs in their order. No job leaves the queue before the consumer has room for it: another worker may
 * be free. An orphaned job is removed instead of delivered; recovery queues its task again if the task still has to run.
 */
export function consume(queue: Queue, { atOnce, permit, deliver }: Consumption): void {
  const permits = new WeakMap<Job, Permit>();
  const takeNext = queue.getNextJob.bind(queue);
  queue.getNextJob = async () => {
    const granted = await permit();
    if (!granted) {
      await delay(closedPauseMs);
      return undefined;
    }
    const job = await takeNext().catch((error: unknown) => {
      granted();
      throw error;
    });
    if (job) permits.set(job, granted);
    else granted();
    return job;
  };
  // Registered for every job name, because an orphaned job has none.
  void queue.process('*', atOnce, (job: Job) => {
    const granted = permits.get(job) ?? nothingGranted;
    if (isOrphaned(job)) return removeOrphanedJob(queue, job).finally(granted);
    completeOnly(job);
    return deliver(job, granted).finally(granted);
  });
}

const nothingGranted: Permit = () => undefined;

/** Bull takes the next job with the script that completes this one, whether or not there is room for it. */
function completeOnly(job: Job): void {
  const complete = job.moveToCompleted.bind(job);
  job.moveToCompleted = (value, ignoreLock) => complete(value, ignoreLock, true);
}

/** Bull parses the missing timestamp of an orphaned job as NaN. */
const isOrphaned = (job: Job): boolean => Number.isNaN(job.timestamp);

async function removeOrphanedJob(queue: Queue, job: Job): Promise<void> {
  const { token } = queue as Queue & { readonly token: string };
  await (queue.client as QueueRedis).removeOrphanedJob(...scriptKeys(queue, String(job.id)), token);
  // Bull must not complete it: if the task was queued again meanwhile, that would complete the new job.
  job.moveToCompleted = () => Promise.resolve(null);
}

/**
 * Renews a running job's lock until it is released. Bull renews it too, but stops for good after one failed renewal, and
 * a job whose lock has expired is delivered a second time.
 * @param onRefused called when Redis refuses a renewal: another worker may have taken the job over
 * @returns a function that stops the renewal; call it when the job has ended
 */
export function keepLocked(job: Job, onRefused: () => void): () => void {
  const timer = setInterval(() => {
    job.extendLock(lockMs).then(
      (renewed) => {
        if (!renewed) onRefused();
      },
      () => undefined,
    );
  }, lockRenewalMs);
  return () => clearInterval(timer);
}
