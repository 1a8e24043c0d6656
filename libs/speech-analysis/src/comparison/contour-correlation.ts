import type { Alignment } from './align.js';
import type { Speech } from './speech-of.js';

/** Fewest moments, 10 ms each, that must be voiced in both recordings for their melodies to be compared. */
const fewestMoments = 20;

/**
 * How far two melodies may part from their usual distance, in semitones. Beyond it the F0 of one of them was mistaken,
 * by an octave in most cases: that happens to voices near the ends of the range, and says nothing of the melody.
 */
const mistaken = 9;

/** Pearson correlation of two F0 contours in semitones where both are voiced; null with too little in common. */
export function contourCorrelation(alignment: Alignment, sample: Speech, reference: Speech): number | null {
  const moments: Moment[] = [];
  alignment.a.forEach((frame, step) => {
    const f0 = sample.pitch[sample.from + frame] ?? 0;
    const referenceF0 = reference.pitch[reference.from + (alignment.b[step] ?? 0)] ?? 0;
    if (f0 > 0 && referenceF0 > 0) moments.push({ ours: 12 * Math.log2(f0), theirs: 12 * Math.log2(referenceF0) });
  });
  const kept = withoutMistakes(moments);
  return kept.length < fewestMoments ? null : correlation(kept);
}

/** Two F0 that answer to each other, in semitones. */
interface Moment {
  readonly ours: number;
  readonly theirs: number;
}

function withoutMistakes(moments: readonly Moment[]): Moment[] {
  const distances = moments.map(({ ours, theirs }) => ours - theirs).toSorted((a, b) => a - b);
  const usual = distances[Math.floor(distances.length / 2)] ?? 0;
  return moments.filter(({ ours, theirs }) => Math.abs(ours - theirs - usual) <= mistaken);
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
