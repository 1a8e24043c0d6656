import { reopenTask, type ReopenOutcome } from '@vocalborn/task-ledger';
import { mirror } from './mirror.js';
import type { LifecycleParts } from './parts.js';

export type Reopening =
  | (Extract<ReopenOutcome, { outcome: 'reopened' }> & { readonly queuePosition: number | null })
  | Exclude<ReopenOutcome, { outcome: 'reopened' }>;

/**
 * Sends an ended task back to the queue: the ledger first, then queue and cache.
 *
 * Crash after the ledger's commit, or Redis away, or the job of the cancelled try still held by a worker: the task is
 * PENDING in the ledger and in no queue; recovery queues it.
 */
export async function reopen(parts: LifecycleParts, taskId: string): Promise<Reopening> {
  const outcome = await reopenTask(parts.database, taskId);
  if (outcome.outcome !== 'reopened') return outcome;
  const { snapshot, params } = outcome;
  const task = { taskId, practiceRecordId: snapshot.practiceRecordId, params };
  const mark = { step: snapshot.step, progress: 0, at: new Date().toISOString() };
  const [queuePosition] = await Promise.all([
    parts.queue.enqueue(task).catch((error: unknown) => {
      parts.logger.warn({ taskId, err: error }, 'reopened but not queued yet: recovery will queue it');
      return null;
    }),
    mirror(parts, { ...snapshot, steps: [mark] }),
  ]);
  return { ...outcome, queuePosition };
}
