import { formatKpi } from '@vocalborn/monitoring-rules';
import { figuresInSteps, figuresSince, taskValues } from '@vocalborn/monitor-store';
import { listWorkers } from '@vocalborn/worker-control';
import { withCache, withDatabase } from '../connections.js';
import type { Target } from '../target.js';
import { auditDependencies } from './dependencies.js';
import { brokenLinks } from './doc-links.js';
import { passIf, type Check, type Measured } from './item.js';
import { openEndpoints } from './open-endpoints.js';
import { weakSecrets } from './secrets.js';

const monthDays = 30;

export const monthlyChecks: readonly Check[] = [
  { item: 'Performance review (30 d)', threshold: 'success > 90%, mean ≤ 60s', measure: performanceReview },
  { item: 'Capacity plan', threshold: 'peak hour < 70% of capacity', measure: capacityPlan },
  { item: 'Security: dependencies', threshold: 'none high or critical', measure: auditDependencies },
  { item: 'Security: secrets', threshold: 'none weak, none in files', measure: secrets },
  { item: 'Security: open endpoints', threshold: 'none without credentials', measure: openEndpoints },
  { item: 'Documentation', threshold: 'no broken link', measure: () => Promise.resolve(documentation()) },
  { item: 'Team training', threshold: 'held this month', measure: () => Promise.resolve(training) },
];

const training: Measured = {
  measured: 'cannot be measured',
  outcome: 'manual',
  advice: 'read docs/cli.md and run `vocalborn drill restore` with the team, and note the date',
};

async function performanceReview(target: Target): Promise<Measured> {
  const since = new Date(Date.now() - monthDays * 86_400_000);
  const figures = await withDatabase(target, (database) => figuresSince(database, since));
  return judgePerformance(taskValues(figures, monthDays * 24), figures.succeeded + figures.failed);
}

export interface PerformanceValues {
  /** Percent. */
  readonly success_rate: number | null;
  /** Seconds. */
  readonly avg_processing_time: number | null;
  readonly p95_processing_time: number | null;
}

export function judgePerformance(values: PerformanceValues, ended: number): Measured {
  const { success_rate: rate, avg_processing_time: mean, p95_processing_time: p95 } = values;
  if (rate === null || mean === null) return { measured: 'no task ended', outcome: 'pass' };
  const measured = `${formatKpi(rate, 'percent')} of ${ended}, mean ${formatKpi(mean, 'seconds')}, p95 ${formatKpi(p95, 'seconds')}`;
  return passIf(rate > 90 && mean <= 60, measured, 'run `vocalborn report --window 30d`');
}

/** Compares the busiest hour of the month with the hourly capacity of the workers that are online now. */
async function capacityPlan(target: Target): Promise<Measured> {
  const since = new Date(Date.now() - monthDays * 86_400_000);
  const hours = await withDatabase(target, (database) => figuresInSteps(database, since, 3_600));
  const workers = await withCache(target, listWorkers);
  const peak = Math.max(...hours.map((hour) => hour.accepted));
  const succeeded = hours.reduce((sum, hour) => sum + hour.succeeded, 0);
  const seconds = hours.reduce((sum, hour) => sum + hour.processingSeconds, 0);
  const slots = workers.filter(({ online }) => online).reduce((sum, { report }) => sum + report.concurrency, 0);
  return judgeCapacity({ peak, succeeded, seconds, slots });
}

export interface CapacityFigures {
  /** Tasks accepted in the busiest hour. */
  readonly peak: number;
  readonly succeeded: number;
  /** Processing time of all that succeeded. */
  readonly seconds: number;
  /** Tasks that the online workers run at a time. */
  readonly slots: number;
}

/** Capacity per hour = slots × 3600 s ÷ mean processing time. Warns from 70 %, fails from 100 %. */
export function judgeCapacity({ peak, succeeded, seconds, slots }: CapacityFigures): Measured {
  if (slots === 0) return { measured: 'no worker is online', outcome: 'fail', advice: 'start the workers first' };
  if (succeeded === 0) return { measured: `${slots} slots, no finished task to plan with`, outcome: 'pass' };
  const capacity = (slots * 3_600 * succeeded) / Math.max(seconds, 0.001);
  const used = (100 * peak) / capacity;
  const measured = `peak ${peak}/h of ${capacity.toFixed(0)}/h (${slots} slots): ${used.toFixed(0)} %`;
  const outcome = used < 70 ? 'pass' : used < 100 ? 'warn' : 'fail';
  return { measured, outcome, ...(outcome === 'pass' ? {} : { advice: 'add workers before the next peak' }) };
}

function secrets(target: Target): Promise<Measured> {
  const faults = weakSecrets(target);
  return Promise.resolve(passIf(faults.length === 0, faults.join('; ') || 'nothing found', 'replace them'));
}

function documentation(): Measured {
  const { files, broken } = brokenLinks();
  return passIf(broken.length === 0, broken.join('; ') || `${files} files`, 'correct the links');
}
