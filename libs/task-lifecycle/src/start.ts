import { isFinal } from '@vocalborn/task';
import { claimTask, failTask, findTask, type Claim } from '@vocalborn/task-ledger';
import { mirror } from './mirror.js';
import type { LifecycleParts } from './parts.js';

/** The queue delivered a waiting task before its time, as a worker with a wrong clock makes it do. */
export class NotDueError extends Error {
  constructor(
    taskId: string,
    /** By the clock of the database, milliseconds since 1970. */
    readonly dueAt: number,
  ) {
    super(`task ${taskId} is not due before ${new Date(dueAt).toISOString()}`);
    this.name = 'NotDueError';
  }
}

/**
 * Takes a delivered task for one try; null when there is nothing to run.
 *
 * Crash after the claim: the task is PROCESSING under a worker that no longer exists; the queue delivers it again when
 * the lock runs out and the next claim takes it over. A job whose task has ended already (the worker died between the
 * ledger's commit and the queue's) only brings the cache up to date.
 * @throws NotDueError when the task waits for a retry whose time has not come
 */
export async function start(parts: LifecycleParts, taskId: string, workerName: string): Promise<Claim | null> {
  const claim = await claimTask(parts.database, taskId, workerName);
  if (!claim) {
    await settleUnclaimed(parts, taskId);
    return null;
  }
  const startedAt = claim.snapshot.startedAt ?? new Date().toISOString();
  const mark = { step: claim.snapshot.step, progress: claim.snapshot.progress, at: startedAt };
  const snapshot = { ...claim.snapshot, steps: [mark] };
  await mirror(parts, snapshot);
  return { ...claim, snapshot };
}

async function settleUnclaimed(parts: LifecycleParts, taskId: string): Promise<void> {
  const task = await findTask(parts.database, taskId);
  if (!task) {
    parts.logger.error({ taskId }, 'a job names a task that the ledger does not know; it is dropped');
    return;
  }
  if (isFinal(task.status)) {
    await mirror(parts, task);
    return;
  }
  if (task.status !== 'PROCESSING') throw new NotDueError(taskId, Date.parse(task.nextRetryAt ?? task.createdAt));
  const ended = await failTask(parts.database, {
    taskId,
    attempt: task.attempt,
    fault: {
      kind: 'unclassified',
      message: 'The analysis was broken off too often.',
      traceback: `The workers of ${task.attempt} tries were lost in mid-run, the last one ${task.workerName ?? '?'}.`,
    },
    retryCount: task.retryCount,
    maxRetries: task.maxRetries ?? 0,
    steps: [],
  });
  if (ended) await mirror(parts, { ...ended, steps: task.steps });
}
