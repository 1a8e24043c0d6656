/**
 * Praat's standard limits for a period of the voice: shortest and longest in seconds, and the greatest ratio of
 * neighbouring periods (Praat manual, "Voice 2. Jitter", "PointProcess: Get jitter (local)...").
 */
export const periodLimits = { shortest: 0.0001, longest: 0.02, greatestRatio: 1.3 } as const;

/** Intervals between pulses, in seconds. */
export function intervalsBetween(pulses: Float64Array): Float64Array {
  const intervals = new Float64Array(Math.max(0, pulses.length - 1));
  for (let index = 0; index < intervals.length; index += 1) intervals[index] = pulses[index + 1]! - pulses[index]!;
  return intervals;
}

/** Tells whether two neighbouring intervals are both periods of one voice. */
export function arePeriods(one: number, other: number): boolean {
  return inRange(one) && inRange(other) && Math.max(one / other, other / one) <= periodLimits.greatestRatio;
}

/** Mean of the intervals that form a period together with at least one neighbour, in seconds; null if there is none. */
export function meanPeriod(intervals: Float64Array): number | null {
  let [sum, count] = [0, 0];
  for (let index = 0; index < intervals.length; index += 1) {
    const interval = intervals[index]!;
    const [before, after] = [intervals[index - 1], intervals[index + 1]];
    const alone = before === undefined && after === undefined;
    const fits = (other: number | undefined): boolean => {
      return other !== undefined && Math.max(interval / other, other / interval) <= periodLimits.greatestRatio;
    };
    if (!inRange(interval) || !(alone || fits(before) || fits(after))) continue;
    sum += interval;
    count += 1;
  }
  return count > 0 ? sum / count : null;
}

function inRange(interval: number): boolean {
  return interval >= periodLimits.shortest && interval <= periodLimits.longest;
}
