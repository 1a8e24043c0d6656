/**
 * Tells the queue that a try failed in a way the ledger has recorded and that the job is due again at a moment of the
 * database's clock (milliseconds since 1970).
 */
export class TryAgain extends Error {
  constructor(readonly dueAt: number) {
    super(`due again at ${new Date(dueAt).toISOString()}`);
    this.name = 'TryAgain';
  }
}

/** Tells the queue that the job was not done and is to be delivered again at once. */
export class HandedBack extends Error {
  constructor() {
    super('handed back');
    this.name = 'HandedBack';
  }
}

/** Bull's word for "do not retry". */
const noRetry = -1;

/** Bull's word for "deliver again at once". */
const atOnce = 0;

/**
 * The queue's backoff: the moment that the retry table gave, and no retry for anything else that is thrown. Bull adds
 * this machine's clock to what is returned; with a clock that is fast the difference is rightly negative.
 */
export function delayOf(error: Error, now = Date.now()): number {
  if (error instanceof HandedBack) return atOnce;
  if (!(error instanceof TryAgain)) return noRetry;
  const delay = Math.round(error.dueAt - now);
  return delay === atOnce || delay === noRetry ? 1 : delay;
}
