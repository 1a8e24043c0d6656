import type { Topology } from '@vocalborn/system-harness';
import { drill } from './drill.js';
import { DrilledSystem, type FleetSize } from './drilled-system.js';
import type { Fault } from './fault.js';
import type { Pace } from './load.js';
import { isGood, type Outcome } from './outcome.js';
import type { Progress } from './progress.js';
import { RecordPool } from './record-pool.js';

/** What is said of each topology. */
const failsOver: Readonly<Record<Topology, string>> = {
  single: '',
  standby: ', and a standby of Postgres',
  sentinel: ', and Redis behind Sentinel',
  cluster: ', and a cluster of Redis',
};

export interface SuiteOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly pace: Pace;
  readonly fleet: FleetSize;
  readonly progress: Progress;
  /** Aborting ends the suite and stops its system. */
  readonly signal?: AbortSignal;
}

/** Drills the faults one after the other, those of each topology on a system of their own. */
export async function runSuite(options: SuiteOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const topology of new Set(options.faults.map((fault) => fault.topology))) {
    if (options.signal?.aborted) break;
    const faults = options.faults.filter((fault) => fault.topology === topology);
    outcomes.push(...(await drillOn(topology, { ...options, faults })));
  }
  return outcomes;
}

/** Starts a system, drills the faults on it, and stops it at the end. */
async function drillOn(
  topology: Topology,
  { seed, faults, pace, fleet, progress, signal }: SuiteOptions,
): Promise<Outcome[]> {
  const more = failsOver[topology];
  progress.say(`seed ${seed}: starting the system with ${fleet.workers} workers of ${fleet.concurrency} slots${more}`);
  const drilled = await DrilledSystem.start(fleet, topology);
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
