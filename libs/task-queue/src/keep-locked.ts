import type { Job } from 'bull';
import { lockMs, lockRenewalMs } from './queue-options.js';

/**
 * Renews a running job's lock until it is released. Bull renews it too, but gives up for good after one failed renewal,
 * and a job whose lock runs out is run twice.
 * @param onDoubt is told when a renewal was refused: somebody else may have taken the job over
 * @returns releases it; to be called once the job is done
 */
export function keepLocked(job: Job, onDoubt: () => void): () => void {
  const timer = setInterval(() => {
    job.extendLock(lockMs).then(
      (held) => {
        if (!held) onDoubt();
      },
      () => undefined,
    );
  }, lockRenewalMs);
  return () => clearInterval(timer);
}
