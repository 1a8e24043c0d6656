import type { TaskState } from '@vocalborn/task';
import type { FailedAttempts, RunningTask } from '@vocalborn/task-ledger';
import type { OtherQueue, QueueConsumer, QueueCounts } from '@vocalborn/task-queue';
import type { ReportedCircuit } from '@vocalborn/worker-control';

/** The findings at one place, or the reason why it could not be reached. */
export type Reach<Found> =
  { readonly reached: true; readonly found: Found } | { readonly reached: false; readonly reason: string };

/** Memory at one time, in bytes and percent of the limit; null where nothing was measured. */
export interface MemoryPoint {
  readonly at: string;
  readonly bytesPerWorker: number | null;
  readonly workerUsage: number | null;
  readonly redisBytes: number | null;
  readonly redisUsage: number | null;
}

export interface LedgerFindings {
  readonly states: Partial<Record<TaskState, number>>;
  /** How long the longest-waiting task has been due. */
  readonly longestWaitSeconds: number | null;
  readonly running: readonly RunningTask[];
  /** Why attempts failed within the last hour. */
  readonly failed: readonly FailedAttempts[];
  /** Mean processing time of the last quarter of an hour, and of the week; null without successes. */
  readonly recentSeconds: number | null;
  readonly usualSeconds: number | null;
  readonly recentSuccesses: number;
  /** Oldest first. */
  readonly memory: readonly MemoryPoint[];
}

export interface QueueFindings {
  readonly counts: QueueCounts;
  readonly databaseNumber: number;
  readonly consumers: readonly QueueConsumer[] | null;
  readonly otherQueues: readonly OtherQueue[];
  readonly evictionPolicy: string;
}

interface WorkerFinding {
  readonly name: string;
  readonly online: boolean;
  readonly lastSeenAt: string;
  readonly activeTaskIds: readonly string[];
  readonly slots: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly circuit: ReportedCircuit;
  /** Whether the ai-service reports itself healthy to the worker; null when unknown. */
  readonly aiServiceUp: boolean | null;
}

export interface CacheFindings {
  readonly workers: readonly WorkerFinding[];
  readonly usedMemory: number;
  readonly maxMemory: number | null;
  readonly entries: number;
  readonly expiredEntries: number;
}

export interface AiServiceFindings {
  /** Status of GET /health. */
  readonly status: number;
  readonly answerMs: number;
  /** Analyses that run and that wait for a thread; null when the service does not report them. */
  readonly running: number | null;
  readonly waiting: number | null;
}

/** Everything that the doctor observes. */
export interface Observations {
  readonly ledger: Reach<LedgerFindings>;
  readonly queue: Reach<QueueFindings>;
  readonly cache: Reach<CacheFindings>;
  readonly aiService: Reach<AiServiceFindings>;
  readonly monitor: Reach<null>;
  /** Tasks that wait in the ledger and have no job in the queue; null when either cannot be reached. */
  readonly unqueued: readonly string[] | null;
  readonly maxAudioBytes: number;
}
