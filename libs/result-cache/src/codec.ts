import { stepText, type TaskSnapshot } from '@vocalborn/task';

/** Key of a task's hash in the result cache, as Celery names it. */
export function resultCacheKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Key of the checkpoint up to which the hashes of ended tasks were corrected. */
export const endingsCheckpointKey = 'vocalborn:endings-checkpoint';

/** Seconds after its last change until a hash expires. */
export const resultCacheTtlSeconds = 3600;

/**
 * The fields that readers use: the whole snapshot as JSON, and three that tell whether it is of the last write. The other
 * fields are for people and for Celery's tools.
 */
export const readFields = ['snapshot', 'attempt', 'status', 'progress'] as const;

/** A null is stored as the word `null`, always, so that every hash has every field. */
const none = 'null';

const text = (value: string | number | null): string => (value === null ? none : String(value));

/** The fields of a hash beside the snapshot: Celery's, then those that the progress, a failure and a retry add. */
const shownFields: readonly (readonly [field: string, read: (task: TaskSnapshot) => string])[] = [
  ['task_id', ({ taskId }) => taskId],
  ['status', ({ status }) => status],
  ['result', ({ resultId }) => (resultId === null ? none : JSON.stringify({ result_id: resultId }))],
  ['traceback', ({ traceback }) => text(traceback)],
  ['children', () => '[]'],
  ['date_done', ({ completedAt }) => text(completedAt)],
  ['progress', ({ progress }) => String(progress)],
  ['current_step', ({ step }) => stepText(step, 'zh-TW')],
  ['worker_name', ({ workerName }) => text(workerName)],
  ['started_at', ({ startedAt }) => text(startedAt)],
  ['attempt', ({ attempt }) => String(attempt)],
  ['result_id', ({ resultId }) => text(resultId)],
  ['error_kind', ({ error }) => text(error?.kind ?? null)],
  ['error_message', ({ error }) => text(error?.message ?? null)],
  ['retry_count', ({ retryCount }) => String(retryCount)],
  ['max_retries', ({ maxRetries }) => text(maxRetries)],
  ['next_retry_at', ({ nextRetryAt }) => text(nextRetryAt)],
  ['failed_at', ({ status, completedAt }) => text(status === 'FAILURE' ? completedAt : null)],
];

/** The hash of a snapshot, as a list of fields and values in turn. */
export function encodeSnapshot(task: TaskSnapshot): string[] {
  const encoded = ['snapshot', JSON.stringify(task)];
  for (const [field, read] of shownFields) encoded.push(field, read(task));
  return encoded;
}

/** What differs between the hashes of two snapshots, as `encodeSnapshot` lists it. */
export function encodeChanges(task: TaskSnapshot, before: TaskSnapshot): string[] {
  const encoded = ['snapshot', JSON.stringify(task)];
  for (const [field, read] of shownFields) {
    const value = read(task);
    if (value !== read(before)) encoded.push(field, value);
  }
  return encoded;
}

/**
 * Reads the values of `readFields`. Null when the hash was never written, or when an older version wrote it last: that
 * changes the other fields and leaves the snapshot as it was, or out.
 */
export function decodeSnapshot([snapshot, attempt, status, progress]: readonly (string | null)[]): TaskSnapshot | null {
  if (typeof snapshot !== 'string') return null;
  const task = JSON.parse(snapshot) as TaskSnapshot;
  const isLastWrite = String(task.attempt) === attempt && task.status === status && String(task.progress) === progress;
  return isLastWrite ? task : null;
}
