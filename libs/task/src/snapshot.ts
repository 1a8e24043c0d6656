import type { ErrorKind } from './retry-table.js';
import type { TaskState } from './states.js';
import type { StepMark, StepName } from './steps.js';

/**
 * All that is known of a task at one moment: what the ledger holds and the result cache shows. Times are ISO 8601 UTC.
 * `attempt` is the fence number: each claim and each rerun raises it, and a write that names a lower one is refused.
 */
export interface TaskSnapshot {
  readonly taskId: string;
  readonly userId: string;
  readonly practiceRecordId: string;
  readonly status: TaskState;
  readonly attempt: number;
  readonly progress: number;
  readonly step: StepName;
  /** The steps of the present attempt. */
  readonly steps: readonly StepMark[];
  readonly workerName: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly retryCount: number;
  readonly maxRetries: number | null;
  readonly nextRetryAt: string | null;
  readonly error: { readonly kind: ErrorKind; readonly message: string } | null;
  readonly traceback: string | null;
  readonly resultId: string | null;
}

/** Where a field of a snapshot is stored in the ledger: its column in `ai_analysis_tasks`. */
export interface SnapshotField {
  readonly column: string;
  readonly type: 'text' | 'integer' | 'time';
}

/** The fields of a snapshot that are one column each. */
export type StoredSnapshotField = Exclude<keyof TaskSnapshot, 'steps' | 'error'>;

/**
 * The column of each field. The ledger builds its column list and reads its rows from this table, and the result cache
 * keeps whole snapshots: a new field of the snapshot is added here only.
 */
export const snapshotFields: Readonly<Record<StoredSnapshotField, SnapshotField>> = {
  taskId: { column: 'task_id', type: 'text' },
  userId: { column: 'user_id', type: 'text' },
  practiceRecordId: { column: 'practice_record_id', type: 'text' },
  status: { column: 'status', type: 'text' },
  attempt: { column: 'attempt', type: 'integer' },
  progress: { column: 'progress', type: 'integer' },
  step: { column: 'current_step', type: 'text' },
  workerName: { column: 'worker_name', type: 'text' },
  createdAt: { column: 'created_at', type: 'time' },
  startedAt: { column: 'started_at', type: 'time' },
  completedAt: { column: 'completed_at', type: 'time' },
  retryCount: { column: 'retry_count', type: 'integer' },
  maxRetries: { column: 'max_retries', type: 'integer' },
  nextRetryAt: { column: 'next_retry_at', type: 'time' },
  traceback: { column: 'traceback', type: 'text' },
  resultId: { column: 'result_id', type: 'text' },
};

/** The entries of the table, for code that walks over all fields. */
export const snapshotFieldEntries = Object.entries(snapshotFields) as [StoredSnapshotField, SnapshotField][];
