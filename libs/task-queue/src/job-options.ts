import type { JobOptions } from 'bull';

/** When a task is due: in how long, and at which moment of the database's clock (milliseconds since 1970). */
export interface Due {
  readonly inMs: number;
  readonly at: number;
}

/**
 * The ledger decides about every retry, so Bull's own limit only has to be out of the way; ended jobs leave nothing
 * behind, because the history is in Postgres.
 */
const always: JobOptions = {
  attempts: 1_000,
  backoff: { type: 'retry-table' },
  removeOnComplete: true,
  removeOnFail: true,
};

/** Job id = task id, so that queueing a task twice changes nothing. */
export function jobOptions(taskId: string, due: Due | undefined): JobOptions {
  return { ...always, jobId: taskId, ...delayUntil(due) };
}

/** Written as a moment rather than a delay, so that this machine's clock does not matter. */
function delayUntil(due: Due | undefined): JobOptions & { readonly timestamp?: number } {
  if (!due || due.inMs <= 0) return {};
  const delay = Math.ceil(due.inMs);
  return { delay, timestamp: due.at - delay };
}
