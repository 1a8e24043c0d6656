import { stepText, type ErrorKind, type StepName, type TaskSnapshot, type TaskState } from '@vocalborn/task';

/** A field that has no value is stored as the word `null`, always, so that every entry has every field. */
const none = 'null';

const text = (value: string | number | null): string => (value === null ? none : String(value));
const read = (value: string | undefined): string | null => (value === undefined || value === none ? null : value);

/** The hash of a snapshot: Celery's fields, the progress fields, and what the gateway needs to answer a poll. */
export function encodeMeta(task: TaskSnapshot): Record<string, string> {
  return {
    status: task.status,
    result: task.resultId === null ? none : JSON.stringify({ result_id: task.resultId }),
    traceback: text(task.traceback),
    children: '[]',
    date_done: text(task.completedAt),
    task_id: task.taskId,
    progress: text(task.progress),
    current_step: stepText(task.step, 'zh-TW'),
    worker_name: text(task.workerName),
    started_at: text(task.startedAt),
    result_id: text(task.resultId),
    error_kind: text(task.error?.kind ?? null),
    error_message: text(task.error?.message ?? null),
    retry_count: text(task.retryCount),
    max_retries: text(task.maxRetries),
    next_retry_at: text(task.nextRetryAt),
    failed_at: text(task.status === 'FAILURE' ? task.completedAt : null),
    attempt: text(task.attempt),
    step: task.step,
    steps: JSON.stringify(task.steps),
    user_id: task.userId,
    practice_record_id: task.practiceRecordId,
    created_at: task.createdAt,
  };
}

/** Reads a hash back; null when it is missing or was not written by this code. */
export function decodeMeta(hash: Record<string, string>): TaskSnapshot | null {
  const { task_id: taskId, user_id: userId, practice_record_id: practiceRecordId, created_at: createdAt } = hash;
  if (!taskId || !userId || !practiceRecordId || !createdAt || !hash.status) return null;
  const kind = read(hash.error_kind);
  return {
    taskId,
    userId,
    practiceRecordId,
    createdAt,
    status: hash.status as TaskState,
    attempt: Number(hash.attempt),
    progress: Number(hash.progress),
    step: hash.step as StepName,
    steps: JSON.parse(hash.steps ?? '[]') as TaskSnapshot['steps'],
    workerName: read(hash.worker_name),
    startedAt: read(hash.started_at),
    completedAt: read(hash.date_done),
    retryCount: Number(read(hash.retry_count) ?? 0),
    maxRetries: read(hash.max_retries) === null ? null : Number(hash.max_retries),
    nextRetryAt: read(hash.next_retry_at),
    error: kind === null ? null : { kind: kind as ErrorKind, message: read(hash.error_message) ?? '' },
    traceback: read(hash.traceback),
    resultId: read(hash.result_id),
  };
}
