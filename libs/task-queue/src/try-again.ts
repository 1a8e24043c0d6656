/** Tells the queue that a try failed in a way the ledger has recorded and that the job is due again after a delay. */
export class TryAgain extends Error {
  constructor(readonly delayMs: number) {
    super(`due again in ${delayMs} ms`);
    this.name = 'TryAgain';
  }
}

/** Bull's word for "do not retry". */
const noRetry = -1;

/** The queue's backoff: the delay that the retry table gave, and no retry for anything else that is thrown. */
export function delayOfTryAgain(error: Error): number {
  return error instanceof TryAgain ? error.delayMs : noRetry;
}
