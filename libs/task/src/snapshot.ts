import type { ErrorKind } from './error-kinds.js';
import type { TaskState } from './states.js';
import type { StepMark, StepName } from './steps.js';

/**
 * All that is known of a task at one moment: what the ledger holds and the result cache mirrors. Times are ISO 8601
 * UTC. `attempt` is the fencing number: it grows with every claim, and only its holder may write.
 */
export interface TaskSnapshot {
  readonly taskId: string;
  readonly userId: string;
  readonly practiceRecordId: string;
  readonly status: TaskState;
  readonly attempt: number;
  readonly progress: number;
  readonly step: StepName;
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
