import type { Findings } from './causes.js';
import { memoryGrowing } from './memory-growing.js';
import type { Observations } from './observations.js';
import { runningTooLong } from './running-too-long.js';
import { stuckInPending } from './stuck-in-pending.js';

/** Applies the rules of the three trees to the observations. A pure function. */
export function findCauses(seen: Observations): Findings {
  return {
    causes: [...stuckInPending(seen), ...runningTooLong(seen), ...memoryGrowing(seen)],
    notes: notesOn(seen),
  };
}

function notesOn({ monitor, queue, aiService, ledger }: Observations): string[] {
  const notes: string[] = [];
  if (!monitor.reached) notes.push(`the monitor does not answer (${monitor.reason}); the doctor does not need it`);
  for (const other of queue.reached ? queue.found.otherQueues : []) {
    notes.push(`the Redis database of the queue has another list of jobs: ${other.name} (${other.waiting})`);
  }
  if (queue.reached && queue.found.consumers === null) notes.push('Redis does not list its clients (CLIENT LIST)');
  if (!aiService.reached) notes.push(`the ai-service cannot be reached from here: ${aiService.reason}`);
  for (const { kind, message, attempts } of ledger.reached ? ledger.found.failed : []) {
    notes.push(`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} failed within the hour (${kind}): ${message}`);
  }
  const measured = ledger.reached ? ledger.found.memory.filter((point) => point.bytesPerWorker !== null).length : 0;
  if (ledger.reached && measured < 6)
    notes.push('too few memory samples for a trend: the monitor takes one per minute');
  return notes;
}
