import type { Alignment } from './align.js';
import type { Speech } from './speech-of.js';

/** Fewest moments, 10 ms each, that must be voiced in both recordings for their melodies to be compared. */
const fewestMoments = 20;

/** Pearson correlation of two F0 contours in semitones where both are voiced; null with too little in common. */
export function contourCorrelation(alignment: Alignment, sample: Speech, reference: Speech): number | null {
  const [ours, theirs]: [number[], number[]] = [[], []];
  alignment.a.forEach((frame, step) => {
    const f0 = sample.pitch[sample.from + frame] ?? 0;
    const referenceF0 = reference.pitch[reference.from + (alignment.b[step] ?? 0)] ?? 0;
    if (f0 === 0 || referenceF0 === 0) return;
    ours.push(12 * Math.log2(f0));
    theirs.push(12 * Math.log2(referenceF0));
  });
  return ours.length < fewestMoments ? null : correlation(ours, theirs);
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  a.forEach((value, index) => {
    const [deviationA, deviationB] = [value - meanA, (b[index] ?? 0) - meanB];
    covariance += deviationA * deviationB;
    varianceA += deviationA * deviationA;
    varianceB += deviationB * deviationB;
  });
  const product = varianceA * varianceB;
  return product > 0 ? Math.max(-1, Math.min(1, covariance / Math.sqrt(product))) : null;
}
