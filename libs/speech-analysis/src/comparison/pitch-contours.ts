import type { Alignment } from './align.js';
import type { Speech } from './speech.js';

/**
 * Returns the F0 of the reference in Hz at each frame of the recording, along the alignment; 0 where the reference is
 * unvoiced.
 */
export function alignedPitch(alignment: Alignment, sample: Speech, reference: Speech): Float64Array {
  const pitch = new Float64Array(sample.pitch.length);
  alignment.a.forEach((frame, step) => {
    const f0 = reference.pitch[reference.from + (alignment.b[step] ?? 0)] ?? 0;
    if (f0 > 0) pitch[sample.from + frame] = f0;
  });
  return pitch;
}

/** Minimum number of frames of 10 ms that are voiced in both recordings. */
const minCommonFrames = 20;

/**
 * Maximum deviation in semitones from the median interval between the two contours. A larger one is an F0 error, mostly
 * by an octave, which occurs near the ends of the F0 range.
 */
const maxPitchDeviation = 9;

/**
 * Pearson correlation of two F0 contours in semitones over the frames that are voiced in both; null with too few of
 * them.
 */
export function contourCorrelation(alignment: Alignment, sample: Speech, reference: Speech): number | null {
  const moments: Moment[] = [];
  alignment.a.forEach((frame, step) => {
    const f0 = sample.pitch[sample.from + frame] ?? 0;
    const referenceF0 = reference.pitch[reference.from + (alignment.b[step] ?? 0)] ?? 0;
    if (f0 > 0 && referenceF0 > 0) moments.push({ ours: 12 * Math.log2(f0), theirs: 12 * Math.log2(referenceF0) });
  });
  const kept = withoutPitchErrors(moments);
  return kept.length < minCommonFrames ? null : correlation(kept);
}

/** Corresponding F0 of the two recordings, in semitones. */
interface Moment {
  readonly ours: number;
  readonly theirs: number;
}

function withoutPitchErrors(moments: readonly Moment[]): Moment[] {
  const distances = moments.map(({ ours, theirs }) => ours - theirs).toSorted((a, b) => a - b);
  const usual = distances[Math.floor(distances.length / 2)] ?? 0;
  return moments.filter(({ ours, theirs }) => Math.abs(ours - theirs - usual) <= maxPitchDeviation);
}

function correlation(moments: readonly Moment[]): number | null {
  const [meanOurs, meanTheirs] = [mean(moments.map(({ ours }) => ours)), mean(moments.map(({ theirs }) => theirs))];
  let [covariance, variance, varianceTheirs] = [0, 0, 0];
  for (const { ours, theirs } of moments) {
    const [deviation, deviationTheirs] = [ours - meanOurs, theirs - meanTheirs];
    covariance += deviation * deviationTheirs;
    variance += deviation * deviation;
    varianceTheirs += deviationTheirs * deviationTheirs;
  }
  const product = variance * varianceTheirs;
  return product > 0 ? Math.max(-1, Math.min(1, covariance / Math.sqrt(product))) : null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
