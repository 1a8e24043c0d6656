import type { TaskSnapshot } from '@vocalborn/task';
import { revokeTask } from '@vocalborn/task-ledger';
import { mirror } from './mirror.js';
import type { LifecycleParts } from './parts.js';

/**
 * Ends a task as REVOKED: the ledger first, then its job leaves the queue and the cache shows it.
 *
 * Crash after the ledger's commit, or Redis away: the job is delivered some time, finds its task ended and is dropped.
 * A worker that runs the task is fenced off at once and aborts the work as soon as it looks.
 * @returns null when the task has ended already or is unknown
 */
export async function cancel(parts: LifecycleParts, taskId: string): Promise<TaskSnapshot | null> {
  const revoked = await revokeTask(parts.database, taskId);
  if (!revoked) return null;
  await Promise.all([
    mirror(parts, revoked),
    parts.queue.remove(taskId).catch((error: unknown) => {
      parts.logger.warn({ taskId, err: error }, 'cancelled, but its job stays in the queue until it is delivered');
    }),
  ]);
  return revoked;
}
