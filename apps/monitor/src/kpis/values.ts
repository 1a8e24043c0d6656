import { quantile, type KpiValues } from '@vocalborn/kpi-catalogue';
import type { Gauges, TaskFigures } from '@vocalborn/monitor-store';

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

/** The figures of tasks and queue over some hours, by their definitions in the catalogue. */
export function taskValues(figures: TaskFigures, hours: number) {
  const { succeeded, failed, retried, waits, waitSeconds, longestWaitSeconds, processingSeconds } = figures;
  const ended = succeeded + failed;
  return {
    avg_processing_time: ratio(processingSeconds, succeeded),
    p95_processing_time: quantile(0.95, figures.processingBuckets),
    success_rate: percent(succeeded, ended),
    failure_rate: percent(failed, ended),
    retry_rate: percent(retried, ended + retried),
    avg_wait_time: ratio(waitSeconds, waits),
    longest_wait_time: longestWaitSeconds,
    processed_per_hour: ratio(ended, hours),
  };
}

export interface Measured {
  readonly figures: TaskFigures;
  readonly hours: number;
  readonly presentWait: number | null;
  readonly gauges: Gauges;
  readonly lookups: { readonly hits: number; readonly misses: number } | null;
}

/** All figures at one moment. */
export function kpiValues({ figures, hours, presentWait, gauges, lookups }: Measured): KpiValues {
  const tasks = taskValues(figures, hours);
  const waits = [tasks.longest_wait_time, presentWait].filter((wait) => wait !== null);
  return {
    ...tasks,
    ...gauges,
    longest_wait_time: waits.length === 0 ? null : Math.max(...waits),
    redis_hit_rate: lookups && percent(lookups.hits, lookups.hits + lookups.misses),
  };
}
