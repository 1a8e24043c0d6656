import type { JobOptions } from 'bull';

/** A task to put on the queue. */
export interface QueuedTask {
  readonly taskId: string;
  readonly practiceRecordId: string;
  /** The user of the practice record, who takes turns with the others. */
  readonly userId: string;
  readonly params: Record<string, unknown>;
  /** The trace context of the request that queues it. */
  readonly traceparent?: string | undefined;
}

/** When a task is due: in how many milliseconds, and at which time of the database's clock (milliseconds since 1970). */
export interface Due {
  readonly inMs: number;
  readonly at: number;
}

/**
 * The ledger decides every retry, so Bull's own limit must never be reached. Ended jobs are removed: the history is in
 * Postgres.
 */
const always: JobOptions = {
  attempts: 1_000,
  backoff: { type: 'retry-table' },
  removeOnComplete: true,
  removeOnFail: true,
};

/** Bull's options for a task's job. The job id is the task id, so that queueing a task twice changes nothing. */
export function jobOptions(taskId: string, due: Due | undefined): JobOptions {
  return { ...always, jobId: taskId, ...delayUntil(due) };
}

/** Gives Bull the due time instead of a delay from now, so that this machine's clock does not matter. */
function delayUntil(due: Due | undefined): JobOptions & { readonly timestamp?: number } {
  if (!due || due.inMs <= 0) return {};
  const delay = Math.ceil(due.inMs);
  return { delay, timestamp: due.at - delay };
}
