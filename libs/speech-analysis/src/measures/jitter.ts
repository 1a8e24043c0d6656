import { arePeriods, intervalsBetween, meanPeriod } from './periods.js';

/** Perturbation of the period relative to the mean period (0.01 is 1 %); null with too few periods. */
export interface Jitter {
  readonly local: number | null;
  readonly rap: number | null;
}

/**
 * Returns the jitter of glottal pulses. `local` is the mean absolute difference between neighbouring periods. `rap`
 * (relative average perturbation) is the mean absolute difference between a period and the mean of it and its two
 * neighbours. Both are relative to the mean period.
 *
 * Source: Praat manual, "PointProcess: Get jitter (local)..." and "... (rap)..."; Koike (1973) for rap.
 * Praat: `Get jitter (local): 0, 0, 0.0001, 0.02, 1.3`, `Get jitter (rap): 0, 0, 0.0001, 0.02, 1.3`.
 * @param pulses times in seconds, ascending
 */
export function jitterOf(pulses: Float64Array): Jitter {
  const intervals = intervalsBetween(pulses);
  const mean = meanPeriod(intervals);
  if (mean === null) return { local: null, rap: null };
  let [local, pairs, rap, triples] = [0, 0, 0, 0];
  for (let index = 1; index < intervals.length; index += 1) {
    const [before, period, after] = [intervals[index - 1]!, intervals[index]!, intervals[index + 1]];
    if (!arePeriods(before, period)) continue;
    local += Math.abs(before - period);
    pairs += 1;
    if (after === undefined || !arePeriods(period, after)) continue;
    rap += Math.abs(period - (before + period + after) / 3);
    triples += 1;
  }
  return { local: pairs > 0 ? local / pairs / mean : null, rap: triples > 0 ? rap / triples / mean : null };
}
