import { ledgerTime, listQuietTasks, type QuietTask } from '@vocalborn/task-ledger';
import type { RecoveryParts } from './parts.js';
import { reachedBy } from './reached-by.js';

/** Tasks looked at in one page; each page is one statement and two pipelined round trips. */
const pageSize = 500;

/** A waiting task gets this long to reach the queue by itself. */
const waitingForMs = 3_000;

/** A running task that said nothing for this long and has no job left is an orphan; its lock would have run out too. */
const runningForMs = 30_000;

/**
 * Queues again every task that the ledger holds as waiting or running and the queue does not know: accepted while Redis
 * was away, flushed, lost with an unsaved Redis, or left by a crash between commit and queue. An empty queue is the
 * case for it, not the proof that all is well. Queuing a task twice changes nothing, so a race with its own submission
 * is harmless, and a task that is running somewhere after all is fenced by its attempt.
 *
 * A waiting task that was found in the queue is looked at again when its retry is due, and when Redis may have lost
 * something since: what a round costs follows from the tasks that came, not from those that wait.
 *
 * A retry that is overdue by the database's clock while the queue still keeps it back (a worker's clock was wrong) is
 * delivered now.
 * @returns how many were queued
 * @throws QueueUnavailableError while Redis is away; the next round tries again
 */
export async function requeueLost(parts: RecoveryParts): Promise<number> {
  const checkpoint = await parts.queue.checkpoint();
  const now = await ledgerTime(parts.database);
  const since = reachedBy(checkpoint, now);
  const requeued = await requeueUnknown(parts, since, (taskIds) => parts.queue.knows(taskIds));
  await checkpoint.advance(new Date(now.getTime() - waitingForMs));
  return requeued;
}

/**
 * The same for all tasks that wait or run, also for those that were found before, and for those of which the queue has
 * the job but no longer the place in line: somebody deleted the job or the list by hand. Reads the whole queue, which is
 * too much for every round.
 * @returns how many were queued
 * @throws QueueUnavailableError while Redis is away; the next round tries again
 */
export async function requeueUnheld(parts: RecoveryParts): Promise<number> {
  const listed = await parts.queue.listed();
  return requeueUnknown(parts, null, (taskIds) => parts.queue.holds(taskIds, listed));
}

type Look = (taskIds: readonly string[]) => Promise<boolean[]>;

async function requeueUnknown(parts: RecoveryParts, waitingSince: Date | null, look: Look): Promise<number> {
  let requeued = 0;
  let after: QuietTask | null = null;
  for (;;) {
    const query = { limit: pageSize, after, waitingForMs, runningForMs, waitingSince };
    const tasks: QuietTask[] = await listQuietTasks(parts.database, query);
    requeued += await requeuePage(parts, tasks, look);
    after = tasks.at(-1) ?? null;
    if (tasks.length < pageSize) return requeued;
  }
}

async function requeuePage(parts: RecoveryParts, tasks: readonly QuietTask[], look: Look): Promise<number> {
  const known = await look(tasks.map((task) => task.snapshot.taskId));
  const lost = tasks
    .filter((_, index) => !known[index])
    .toSorted((a, b) => a.snapshot.createdAt.localeCompare(b.snapshot.createdAt));
  await Promise.all(lost.map((task) => requeue(parts, task)));
  const overdue = tasks.filter((task, index) => known[index] && task.snapshot.status === 'RETRY' && task.dueInMs === 0);
  await parts.queue.promote(overdue.map((task) => task.snapshot.taskId));
  if (lost.length > 0) parts.logger.warn({ tasks: lost.length }, 'queued tasks again that the queue had lost');
  return lost.length;
}

async function requeue({ queue, meta }: RecoveryParts, { snapshot, params, dueInMs }: QuietTask): Promise<void> {
  const { taskId, practiceRecordId, nextRetryAt } = snapshot;
  const due = nextRetryAt === null ? undefined : { inMs: dueInMs, at: Date.parse(nextRetryAt) };
  await Promise.all([queue.enqueue({ taskId, practiceRecordId, params }, due), meta.write(snapshot)]);
}
