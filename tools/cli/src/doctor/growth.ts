export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

/** A rise: values of the regression line at its start and end. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}

const leastSamples = 6;
const leastSeconds = 1_800;

/** Least coefficient of determination: rejects saw-tooth series and single steps. */
const leastFit = 0.7;

/**
 * Detects a steady rise over at least half an hour: the line fits well, and the second half rises at least half as fast
 * as the whole, which excludes the warm-up after a start.
 * @returns null when there is no such rise
 */
export function growthOf(samples: readonly Sample[]): Growth | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || samples.length < leastSamples || last.seconds - first.seconds < leastSeconds) return null;
  const whole = lineThrough(samples);
  const lateHalf = lineThrough(samples.slice(Math.floor(samples.length / 2)));
  if (whole.slope <= 0 || whole.fit < leastFit || lateHalf.slope < whole.slope / 2) return null;
  return { from: whole.at(first.seconds), to: whole.at(last.seconds), seconds: last.seconds - first.seconds };
}

/** Linear least squares; `fit` is the coefficient of determination. */
function lineThrough(samples: readonly Sample[]) {
  const mean = (read: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const x = mean((sample) => sample.seconds);
  const y = mean((sample) => sample.value);
  const xx = mean((sample) => (sample.seconds - x) ** 2);
  const xy = mean((sample) => (sample.seconds - x) * (sample.value - y));
  const yy = mean((sample) => (sample.value - y) ** 2);
  const slope = xx === 0 ? 0 : xy / xx;
  return { slope, fit: yy === 0 ? 0 : xy ** 2 / (xx * yy), at: (seconds: number) => y + slope * (seconds - x) };
}
