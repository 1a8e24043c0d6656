import type { KpiValues } from '@vocalborn/monitoring-rules';
import { taskValues, type Gauges, type LookupCounts, type TaskFigures } from '@vocalborn/monitor-store';

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

export interface Measured {
  readonly figures: TaskFigures;
  readonly hours: number;
  readonly presentWait: number | null;
  readonly gauges: Gauges;
  readonly lookups: LookupCounts | null;
}

/** All figures at one moment. */
export function kpiValues({ figures, hours, presentWait, gauges, lookups }: Measured): KpiValues {
  const tasks = taskValues(figures, hours);
  const waits = [tasks.longest_wait_time, presentWait].filter((wait) => wait !== null);
  return {
    ...tasks,
    ...gauges,
    longest_wait_time: waits.length === 0 ? null : Math.max(...waits),
    redis_hit_rate: hitRate(lookups),
  };
}

/** Percentage of lookups that found their key; null without lookups. */
export const hitRate = (lookups: LookupCounts | null | undefined): number | null =>
  lookups ? percent(lookups.hits, lookups.hits + lookups.misses) : null;
