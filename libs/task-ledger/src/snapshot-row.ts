import type { ErrorKind, StepName, TaskSnapshot, TaskState } from '@vocalborn/task';

/** The columns of ai_analysis_tasks that make up a snapshot. */
export interface SnapshotRow {
  task_id: string;
  user_id: string;
  practice_record_id: string;
  status: TaskState;
  attempt: number;
  progress: number;
  current_step: StepName;
  worker_name: string | null;
  error_kind: ErrorKind | null;
  error_message: string | null;
  traceback: string | null;
  retry_count: number;
  max_retries: number | null;
  next_retry_at: Date | null;
  result_id: string | null;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
}

const columns = [
  'task_id',
  'user_id',
  'practice_record_id',
  'status',
  'attempt',
  'progress',
  'current_step',
  'worker_name',
  'error_kind',
  'error_message',
  'traceback',
  'retry_count',
  'max_retries',
  'next_retry_at',
  'result_id',
  'created_at',
  'started_at',
  'completed_at',
] as const satisfies readonly (keyof SnapshotRow)[];

export function snapshotColumns(alias: string): string {
  return columns.map((column) => `${alias}.${column}`).join(', ');
}

export function snapshotOf(row: SnapshotRow): TaskSnapshot {
  return {
    taskId: row.task_id,
    userId: row.user_id,
    practiceRecordId: row.practice_record_id,
    status: row.status,
    attempt: row.attempt,
    progress: row.progress,
    step: row.current_step,
    steps: [],
    workerName: row.worker_name,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    retryCount: row.retry_count,
    maxRetries: row.max_retries,
    nextRetryAt: row.next_retry_at?.toISOString() ?? null,
    error: row.error_kind && row.error_message ? { kind: row.error_kind, message: row.error_message } : null,
    traceback: row.traceback,
    resultId: row.result_id,
  };
}
