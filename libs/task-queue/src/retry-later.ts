/**
 * Thrown to the queue after the ledger has recorded a retry: the job is due again at `dueAt`, milliseconds since 1970 by
 * the database's clock.
 */
export class RetryLater extends Error {
  constructor(readonly dueAt: number) {
    super(`due again at ${new Date(dueAt).toISOString()}`);
    this.name = 'RetryLater';
  }
}

/** Thrown to the queue when the job was not done: it is delivered again at once. */
export class HandedBack extends Error {
  constructor() {
    super('handed back');
    this.name = 'HandedBack';
  }
}

/** Bull's value for "do not retry". */
const noRetry = -1;

/** Bull's value for "deliver again at once". */
const atOnce = 0;

/**
 * The queue's backoff in milliseconds: until the due time of a `RetryLater`, none for a `HandedBack`, and no retry for
 * any other error. Bull adds this machine's clock to it, so the value is negative when that clock is fast.
 */
export function delayOf(error: Error, now = Date.now()): number {
  if (error instanceof HandedBack) return atOnce;
  if (!(error instanceof RetryLater)) return noRetry;
  const delay = Math.round(error.dueAt - now);
  return delay === atOnce || delay === noRetry ? 1 : delay;
}
