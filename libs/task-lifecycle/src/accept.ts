import { acceptTask, type AcceptOutcome, type AcceptRequest } from '@vocalborn/task-ledger';
import type { LifecycleParts } from './parts.js';
import { mirror } from './mirror.js';

export type Acceptance =
  | (Extract<AcceptOutcome, { outcome: 'accepted' }> & { readonly queuePosition: number | null })
  | Exclude<AcceptOutcome, { outcome: 'accepted' }>;

/**
 * Accepts a task: the ledger first, then, at the same moment and in one round trip each, the queue and the result cache.
 *
 * Crash after the ledger's commit, or Redis away: the task is PENDING in the ledger and in no queue; recovery queues
 * it. Crash before the commit: nothing happened and the client has no answer. The caller is never kept waiting for a
 * dead Redis; `queuePosition` is null then.
 */
export async function accept(parts: LifecycleParts, request: AcceptRequest): Promise<Acceptance> {
  const outcome = await acceptTask(parts.database, request);
  if (outcome.outcome !== 'accepted') return outcome;
  const { taskId, practiceRecordId, params } = request;
  const [queuePosition] = await Promise.all([
    parts.queue.enqueue({ taskId, practiceRecordId, params }).catch((error: unknown) => {
      parts.logger.warn({ taskId, err: error }, 'accepted but not queued yet: recovery will queue it');
      return null;
    }),
    mirror(parts, pendingSnapshot(request, outcome)),
  ]);
  return { ...outcome, queuePosition };
}

function pendingSnapshot(request: AcceptRequest, accepted: { userId: string; createdAt: string }) {
  return {
    taskId: request.taskId,
    userId: accepted.userId,
    practiceRecordId: request.practiceRecordId,
    status: 'PENDING',
    attempt: 0,
    progress: 0,
    step: 'queued',
    steps: [{ step: 'queued', progress: 0, at: accepted.createdAt }],
    workerName: null,
    createdAt: accepted.createdAt,
    startedAt: null,
    completedAt: null,
    retryCount: 0,
    maxRetries: null,
    nextRetryAt: null,
    error: null,
    traceback: null,
    resultId: null,
  } as const;
}
