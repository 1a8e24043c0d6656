import { waitFor } from '@vocalborn/system-harness';
import { checkAftermath } from './aftermath.js';
import type { DrilledSystem } from './drilled-system.js';
import { agrees, countOpen, databaseTime, readCache, readRows } from './evidence.js';
import { explainIdle } from './explain-idle.js';
import { explainStuck } from './explain-stuck.js';
import { spareRecords, type Fault } from './fault.js';
import { isClean, judge } from './judge.js';
import { Load, type LoadClient, type Pace } from './load.js';
import { Remarks, type Outcome } from './outcome.js';
import type { Progress } from './progress.js';
import type { RecordPool } from './record-pool.js';
import type { Strike } from './recovery-time.js';
import { SeededRandom } from './seeded-random.js';
import { strike } from './strike.js';

/** How long tasks may take to end after the load is over and the fault is repaired. */
const patienceMs = 120_000;
/** How long Redis may contradict Postgres after that. */
const agreementMs = 20_000;
/** Most stuck tasks that are explained. */
const mostExplained = 3;
const burstPerSecond = 200;

export interface DrillDependencies {
  readonly drilled: DrilledSystem;
  readonly pool: RecordPool;
  readonly pace: Pace;
  readonly seed: number;
  readonly progress: Progress;
  /** Asks the gateway for the load; default: a patient who knows one gateway. */
  readonly client?: LoadClient;
}

/** Injects one fault under load, and compares the ledger with the accepted tasks. */
export async function drill(fault: Fault, dependencies: DrillDependencies): Promise<Outcome> {
  const began = Date.now();
  const done = (rest: Partial<Outcome>): Outcome => ({
    ...{
      seed: dependencies.seed,
      fault: fault.name,
      recovers: fault.recovers,
      verdict: null,
      skipped: null,
      remarks: [],
      explanations: [],
    },
    ...{ seconds: (Date.now() - began) / 1000 },
    ...rest,
  });
  const skipped = (await fault.unavailable?.()) ?? null;
  if (skipped !== null) return done({ skipped });
  const remarks = new Remarks();
  const { verdict, explanations } = await carryOut(fault, dependencies, remarks);
  return done({ verdict, explanations, remarks: remarks.list() });
}

async function carryOut(fault: Fault, dependencies: DrillDependencies, remarks: Remarks) {
  const { drilled, pool, pace } = dependencies;
  await drilled.giveWorkers(fault.workerVariables ?? (() => ({})));
  const records = await pool.take(pace.tasks + spareRecords);
  const putBack = await fault.prepare?.(drilled);
  const since = await databaseTime(drilled);
  const perSecond = fault.load === 'burst' ? burstPerSecond : pace.perSecond;
  const load = new Load(dependencies.client ?? drilled.patient, records, { ...pace, perSecond }, remarks);
  const { loadOverAtMs, strikes } = await underLoad(fault, dependencies, { load, remarks, since });
  const rows = await readRows(drilled, since, load.tasks.keys());
  const cached = await readCache(drilled, rows);
  const { expectedKinds, recovers } = fault;
  const known = { accepted: load.tasks, rows, cached, loadOverAtMs, strikes };
  const verdict = judge({ ...known, expectedKinds, recovers });
  const explained = verdict.stuck.slice(0, mostExplained).map((taskId) => explainStuck(drilled, taskId));
  if (remarks.list().length > 0) explained.push(explainIdle(drilled));
  const explanations = (await Promise.all(explained)).flat();
  const fresh = !isClean(verdict) || remarks.list().length > 0;
  if (fresh) await clearAway(drilled);
  await putBack?.();
  await drilled.heal({ fresh });
  return { verdict, explanations };
}

interface Running {
  readonly load: Load;
  readonly remarks: Remarks;
  readonly since: string;
}

/**
 * Injects the fault while tasks are submitted. Returns when all tasks ended, or their time is over.
 * @returns when it struck, and the time of that moment, before the checks of the aftermath
 */
async function underLoad(
  fault: Fault,
  dependencies: DrillDependencies,
  { load, remarks, since }: Running,
): Promise<{ loadOverAtMs: number; strikes: readonly Strike[] }> {
  const { drilled, pace, progress, seed } = dependencies;
  const showing = setInterval(() => progress.show(stateOf(fault, dependencies, load)), 250);
  try {
    const submit = (tasks: number): Promise<unknown> => load.submitMore(tasks);
    const context = { drilled, remarks, random: SeededRandom.for(seed, fault.name), submit };
    const striking = strike(fault, context, load, pace.tasks, since).catch((error: unknown) => {
      remarks.add(`the fault could not be carried out: ${String(error)}`);
      load.resume();
      return [];
    });
    const [, strikes] = await Promise.all([load.run(), striking]);
    const allEnded = await settle(drilled, load, since);
    const loadOverAtMs = Date.now();
    if (allEnded) await checkAftermath(drilled, load, since, remarks);
    return { loadOverAtMs, strikes };
  } finally {
    clearInterval(showing);
    load.stop();
  }
}

/**
 * Waits until every task is final and its client and Redis know it. Gives up silently: the evidence shows the rest.
 * @returns whether all tasks ended
 */
async function settle(drilled: DrilledSystem, load: Load, since: string): Promise<boolean> {
  const soon = (condition: () => Promise<boolean> | boolean, timeoutMs: number): Promise<boolean> =>
    waitFor(condition, { what: 'the drill to settle', timeoutMs }).catch(() => false);
  const allEnded = await soon(async () => (await countOpen(drilled, since)) === 0, patienceMs);
  await soon(() => load.ended === load.accepted, agreementMs);
  const rows = await readRows(drilled, since, load.tasks.keys());
  await soon(() => agrees(drilled, rows), agreementMs);
  return allEnded;
}

/** Cancels tasks that did not end, so that they do not disturb the next fault. */
async function clearAway(drilled: DrilledSystem): Promise<void> {
  await drilled.sql(`
    with ended as (
      update ai_analysis_tasks set status = 'REVOKED', completed_at = now(), next_retry_at = null
      where status in ('PENDING', 'PROCESSING', 'RETRY') returning practice_record_id
    ), closed as (
      delete from open_tasks where practice_record_id in (select * from ended)
    ) update practice_records set record_status = 'recorded' where practice_record_id in (select * from ended)`);
}

function stateOf(fault: Fault, { seed, pace }: DrillDependencies, load: Load): string {
  return `seed ${seed}  ${fault.name}  accepted ${load.accepted}/${pace.tasks}  ended ${load.ended}`;
}
