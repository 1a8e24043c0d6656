import { databaseTime } from '@vocalborn/database';
import { findTasks, listStaleTasks, type StaleTask } from '@vocalborn/task-ledger';
import { reachedBy, type RecoveryDependencies } from './dependencies.js';

/** Tasks per page. Each page costs one statement and one command, and more only if any was lost or is overdue. */
const pageSize = 500;

/** Time that the process that accepts a task or plans its retry has to queue it itself. */
const waitingForMs = 3_000;

/** A running task without an update for this long and without a job has lost its worker: its lock would have expired. */
const runningForMs = 30_000;

/**
 * Queues each task again that waits or runs in the ledger and has no job: it was accepted while Redis was away, Redis was
 * flushed or lost unsaved data, or a process crashed between the ledger's commit and the queue. Queueing a task twice
 * changes nothing, so a race with its own submission is harmless; an attempt that still runs is fenced off by the next
 * claim.
 *
 * Each waiting task is checked once when it has become due, and again when Redis may have lost data: the cost of a round
 * depends on the number of new tasks, and hardly on the length of the queue. Tasks are queued in the order in which they
 * became due, also after a loss of the whole queue.
 *
 * Delivers a retry now that is due by the database's clock while the queue still delays it (a worker's clock was wrong).
 * @returns the number of tasks queued
 * @throws QueueUnavailableError while Redis is away; the next round repeats the work
 */
export async function requeueLost(dependencies: RecoveryDependencies): Promise<number> {
  const checkpoint = await dependencies.queue.checkpoint();
  const now = await databaseTime(dependencies.database);
  const since = reachedBy(checkpoint, now);
  const requeued = await requeueMissing(dependencies, since, (taskIds) => dependencies.queue.hasJobs(taskIds));
  await checkpoint.advance(new Date(now.getTime() - waitingForMs));
  return requeued;
}

/**
 * Queues each task again that waits or runs in the ledger and is not queued, including tasks whose job exists but is in no
 * list: a person deleted the job or the list. Reads the whole queue, so it runs once a minute only.
 * @returns the number of tasks queued
 * @throws QueueUnavailableError while Redis is away; the next round repeats the work
 */
export async function requeueUnqueued(dependencies: RecoveryDependencies): Promise<number> {
  const queuedIds = await dependencies.queue.queuedIds();
  return requeueMissing(dependencies, null, (taskIds) => dependencies.queue.areQueued(taskIds, queuedIds));
}

type IsQueued = (taskIds: readonly string[]) => Promise<boolean[]>;

async function requeueMissing(
  dependencies: RecoveryDependencies,
  waitingSince: Date | null,
  areQueued: IsQueued,
): Promise<number> {
  let requeued = 0;
  let after: StaleTask | null = null;
  for (;;) {
    const query = { limit: pageSize, after, waitingForMs, runningForMs, waitingSince };
    const tasks: StaleTask[] = await listStaleTasks(dependencies.database, query);
    requeued += await requeuePage(dependencies, tasks, areQueued);
    after = tasks.at(-1) ?? null;
    if (tasks.length < pageSize) return requeued;
  }
}

async function requeuePage(
  dependencies: RecoveryDependencies,
  tasks: readonly StaleTask[],
  areQueued: IsQueued,
): Promise<number> {
  const queued = await areQueued(tasks.map(({ taskId }) => taskId));
  const lost = tasks.filter((_, index) => !queued[index]);
  await requeue(dependencies, lost);
  const overdue = tasks.filter(({ status, dueInMs }, index) => queued[index] && status === 'RETRY' && dueInMs === 0);
  await dependencies.queue.promote(overdue.map(({ taskId }) => taskId));
  if (lost.length > 0)
    dependencies.logger.warn({ tasks: lost.length }, 'queued tasks again that were missing in the queue');
  return lost.length;
}

async function requeue({ queue, cache, database }: RecoveryDependencies, lost: readonly StaleTask[]): Promise<void> {
  if (lost.length === 0) return;
  const jobs = lost.map(({ taskId, practiceRecordId, userId, nextRetryAt, params, dueInMs }) => {
    const due = nextRetryAt === null ? undefined : { inMs: dueInMs, at: nextRetryAt.getTime() };
    return queue.enqueue({ taskId, practiceRecordId, userId, params }, due);
  });
  const shown = findTasks(
    database,
    lost.map(({ taskId }) => taskId),
  ).then((tasks) => Promise.all(tasks.map((task) => cache.write(task))));
  await Promise.all([...jobs, shown]);
}
