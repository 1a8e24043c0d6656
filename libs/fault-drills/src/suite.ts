import { drill } from './drill.js';
import { DrilledSystem, type FleetSize } from './drilled-system.js';
import type { Fault } from './fault.js';
import type { Pace } from './load.js';
import { isGood, type Outcome } from './outcome.js';
import type { Progress } from './progress.js';
import { RecordPool } from './record-pool.js';

export interface SuiteOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly pace: Pace;
  readonly fleet: FleetSize;
  readonly progress: Progress;
  /** Aborting ends the suite and stops its system. */
  readonly signal?: AbortSignal;
}

/** Drills the faults one after the other on one system, and stops the system at the end. */
export async function runSuite({ seed, faults, pace, fleet, progress, signal }: SuiteOptions): Promise<Outcome[]> {
  progress.say(`seed ${seed}: starting the system with ${fleet.workers} workers of ${fleet.concurrency} slots`);
  const drilled = await DrilledSystem.start(fleet);
  const outcomes: Outcome[] = [];
  const aborted = new Promise<null>((resolve) => signal?.addEventListener('abort', () => resolve(null)));
  try {
    const pool = new RecordPool(drilled);
    for (const fault of faults) {
      const outcome = signal?.aborted
        ? null
        : await Promise.race([drill(fault, { drilled, pool, pace, seed, progress }), aborted]);
      if (outcome === null) break;
      outcomes.push(outcome);
      report(outcome, progress);
    }
    return outcomes;
  } finally {
    await drilled.stop();
  }
}

function report(outcome: Outcome, progress: Progress): void {
  const { fault, skipped, seconds, remarks, explanations } = outcome;
  const how = skipped === null ? (isGood(outcome) ? 'good' : 'BAD') : `skipped: ${skipped}`;
  progress.say(`${fault}: ${how} (${seconds.toFixed(0)} s)`);
  for (const line of [...remarks, ...problems(outcome), ...explanations]) progress.say(`  ${line}`);
}

/** One line per kind of problem, with up to five task ids. */
export function problems({ verdict }: Outcome): string[] {
  if (verdict === null) return [];
  const { unexpected, lost, duplicated, stuck, disagreeing } = verdict;
  return Object.entries({ unexpected, lost, duplicated, stuck, disagreeing }).flatMap(([what, ids]) =>
    ids.length === 0 ? [] : [`${what}: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`],
  );
}
