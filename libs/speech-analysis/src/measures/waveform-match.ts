/** A place where the waveform around a given time recurs. */
export interface Match {
  /** In seconds. */
  readonly time: number;
  /** Normalised correlation of the two parts, −1 to 1. */
  readonly correlation: number;
  /** Greatest magnitude of the part that was found. */
  readonly peak: number;
}

/**
 * Returns the time within a range around `time` whose surrounding period correlates best with that of `time`: the
 * highest local maximum of the normalised cross-correlation, interpolated by a parabola.
 * @param period length of the compared parts, in seconds
 * @param range first and last time of the search, relative to `time`
 * @returns undefined when there is no local maximum, as at the ends of the recording
 */
export function bestMatch(
  signal: Float32Array,
  sampleRate: number,
  time: number,
  period: number,
  range: readonly [number, number],
): Match | undefined {
  const place = (seconds: number): number => seconds * sampleRate - 0.5;
  const from = Math.round(place(time - period / 2));
  const length = Math.round(place(time + period / 2)) - from + 1;
  const first = Math.floor(place(time + range[0] - period / 2));
  const last = Math.ceil(place(time + range[1] - period / 2));
  if (from < 0 || from + length > signal.length) return undefined;
  const correlations = correlationsOf(signal, from, length, first, last);
  const best = highestLocalMaximum(correlations);
  if (best < 0) return undefined;
  const [before, correlation, after] = [correlations[best - 1]!, correlations[best]!, correlations[best + 1]!];
  const offset = (0.5 * (after - before)) / Math.max(2 * correlation - before - after, Number.MIN_VALUE);
  return {
    time: time + (first + best + Math.max(-0.5, Math.min(0.5, offset)) - from) / sampleRate,
    correlation,
    peak: peakOf(signal, first + best, length),
  };
}

function correlationsOf(signal: Float32Array, from: number, length: number, first: number, last: number) {
  const count = Math.max(0, last - first + 1);
  const correlations = new Float64Array(count);
  const energy = energyOf(signal, from, length);
  let otherEnergy = energyOf(signal, first, length);
  for (let index = 0; index < count; index += 1) {
    const start = first + index;
    const product = productOf(signal, from, start, length);
    const norm = energy * otherEnergy;
    correlations[index] = norm > 0 ? product / Math.sqrt(norm) : 0;
    otherEnergy += (signal[start + length] ?? 0) ** 2 - (signal[start] ?? 0) ** 2;
  }
  return correlations;
}

function highestLocalMaximum(values: Float64Array): number {
  let best = -1;
  for (let index = 1; index < values.length - 1; index += 1) {
    const value = values[index]!;
    if (value < values[index - 1]! || value < values[index + 1]!) continue;
    if (best < 0 || value > values[best]!) best = index;
  }
  return best;
}

/** Sum of products of two parts; samples outside the recording are 0. */
function productOf(signal: Float32Array, from: number, start: number, length: number): number {
  const begin = Math.max(0, -start);
  const end = Math.min(length, signal.length - start);
  let sum = 0;
  for (let index = begin; index < end; index += 1) sum += signal[from + index]! * signal[start + index]!;
  return sum;
}

function energyOf(signal: Float32Array, start: number, length: number): number {
  let sum = 0;
  const end = Math.min(start + length, signal.length);
  for (let index = Math.max(0, start); index < end; index += 1) sum += signal[index]! ** 2;
  return sum;
}

function peakOf(signal: Float32Array, start: number, length: number): number {
  let peak = 0;
  const end = Math.min(start + length, signal.length);
  for (let index = Math.max(0, start); index < end; index += 1) peak = Math.max(peak, Math.abs(signal[index]!));
  return peak;
}
