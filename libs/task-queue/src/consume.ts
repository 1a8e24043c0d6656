import type { Job, Queue } from 'bull';
import { scriptKeys, type QueueRedis } from './lua/queue-scripts.js';
import { lockMs, lockRenewalMs } from './queue-options.js';

/**
 * Delivers the queue's jobs in their order, up to `concurrency` at a time. An orphaned job is removed instead of
 * delivered; recovery queues its task again if the task still has to run.
 */
export function consume(queue: Queue, concurrency: number, deliver: (job: Job) => Promise<void>): void {
  // Registered for every job name, because an orphaned job has none.
  void queue.process('*', concurrency, (job: Job) => (isOrphaned(job) ? removeOrphanedJob(queue, job) : deliver(job)));
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
