import type { Job, Queue } from 'bull';
import { scriptKeys, type QueueRedis } from './queue-scripts.js';

/**
 * Has the queue's jobs delivered, first in, first out, as many at a time as told. What is left of a job that was removed
 * just as this process took it is not delivered but thrown away; if its task is still to be run, recovery queues it.
 */
export function consume(queue: Queue, concurrency: number, deliver: (job: Job) => Promise<void>): void {
  // By any name, for what is left of a job has none.
  void queue.process('*', concurrency, (job: Job) => (isGhost(job) ? dropGhost(queue, job) : deliver(job)));
}

/** Every job says when it was queued; Bull reads what is not there as no number. */
const isGhost = (job: Job): boolean => Number.isNaN(job.timestamp);

async function dropGhost(queue: Queue, job: Job): Promise<void> {
  const { token } = queue as Queue & { readonly token: string };
  await (queue.client as QueueRedis).dropGhost(...scriptKeys(queue, String(job.id)), token);
  // There is nothing for Bull to end, unless the task was queued anew meanwhile, and that job is not this one's to end.
  job.moveToCompleted = () => Promise.resolve(null);
}
