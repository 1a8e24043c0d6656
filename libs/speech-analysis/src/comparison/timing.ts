import type { Alignment } from './align.js';

/** Frames over which the local tempo is taken: 300 ms, about a syllable and a half. */
const tempoWindow = 30;

/** Maximum deviation of one place in octaves: four times too fast or too slow. */
const maxDeviation = 2;

/**
 * Returns the mean deviation of the local tempo from the overall tempo along the alignment, in octaves, weighted by the
 * loudness of the reference. 0 when every part of the sentence is stretched equally.
 */
export function timingDeviation(alignment: Alignment, weights: Float64Array, tempoRatio: number): number {
  const { a, b } = alignment;
  let [sum, total] = [0, 0];
  let end = 0;
  for (let start = 0; start < b.length; start += 1) {
    while (end < b.length && (b[end] ?? 0) - (b[start] ?? 0) < tempoWindow) end += 1;
    if (end >= b.length) break;
    const ours = Math.max(1, (a[end] ?? 0) - (a[start] ?? 0));
    const deviation = Math.abs(Math.log2(ours / tempoWindow / tempoRatio));
    const weight = weights[start] ?? 0;
    sum += weight * Math.min(maxDeviation, deviation);
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
