import { align, type Alignment } from './align.js';
import { diagonalBand } from './band.js';
import { featureSize } from './sound-features.js';

/** Features of two recordings, row after row, and the weight of each row of the reference. */
interface FeaturePair {
  readonly ours: Float64Array;
  readonly theirs: Float64Array;
  readonly weights: Float64Array;
  /** Frames of 10 ms per row. */
  readonly stride: number;
}

/** Frames per part where the reference is put together anew: one and two syllables. */
const partLengths = [30, 50] as const;

/** Share of the parts by which the next part is ahead: neighbours are torn apart (golden section). */
const leap = 0.382;

/** Order of rows from the end to the beginning. */
const backwards = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => rows - 1 - row);

/** Order of rows in which parts of about `length` rows follow one another at a leap. */
function inParts(rows: number, length: number): Int32Array {
  const count = Math.max(3, Math.round(rows / length));
  let step = Math.max(2, Math.round(leap * count));
  while (commonDivisor(step, count) > 1) step += 1;
  const edge = (part: number): number => Math.floor((part * rows) / count);
  const order = Array.from({ length: count }, (_, place) => (place * step + Math.floor(count / 2)) % count);
  return Int32Array.from(
    order.flatMap((part) => Array.from({ length: edge(part + 1) - edge(part) }, (_, row) => edge(part) + row)),
  );
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * Frames of the reference on one frame of the recording from which that part of the reference was left out: 160 ms, longer
 * than any sound that is spoken fast.
 */
const leftOut = 16;

/**
 * Returns the mean distance along the best path divided by that with the reference in three other orders: backwards, and
 * in parts of one and of two syllables that are torn apart. The other orders show what the alignment finds between these
 * very recordings when they do not say the same: whatever noise, a narrow band or clipping makes alike, it makes alike
 * there too (a null distribution by permutation, Fisher 1935; used like the impostor scores that normalise the scores of
 * speaker verification, Auckenthaler et al. 2000). The result is the mean of that over the whole path and over the path
 * without what was left out, so that a part of the sentence is still like the sentence.
 */
export function orderRatio(pair: FeaturePair, alignment: Alignment): number {
  const { ours, theirs, weights, stride } = pair;
  const rows = theirs.length / featureSize;
  const band = diagonalBand({ rows: ours.length / featureSize, columns: rows }, stride);
  const orders = [backwards(rows), ...partLengths.map((length) => inParts(rows, length / stride))];
  const unrelated = orders.map((from) => {
    const path = align(ours, reordered(theirs, from), featureSize, band);
    return { path, weights: Float64Array.from(from, (row) => weights[row]!) };
  });
  const ratios = [Infinity, leftOut / stride].map((longest) => {
    const others = unrelated.map((each) => meanDistance(each.path, each.weights, longest));
    const other = others.reduce((sum, each) => sum + each, 0) / others.length;
    return meanDistance(alignment, weights, longest) / Math.max(other, 1e-9);
  });
  return ratios.reduce((sum, each) => sum + each, 0) / ratios.length;
}

/**
 * Mean distance along a path, weighted by the rows of the reference, without the runs of more than `longest` steps on
 * one row of the recording.
 */
function meanDistance({ a, distances, b }: Alignment, weights: Float64Array, longest: number): number {
  let [sum, total, everything, all] = [0, 0, 0, 0];
  for (let start = 0, end = 0; start < a.length; start = end) {
    let [runSum, runTotal] = [0, 0];
    for (end = start; end < a.length && a[end] === a[start]; end += 1) {
      runSum += weights[b[end]!]! * distances[end]!;
      runTotal += weights[b[end]!]!;
    }
    everything += runSum;
    all += runTotal;
    if (end - start > longest) continue;
    sum += runSum;
    total += runTotal;
  }
  return total > 0 ? sum / total : everything / all;
}

function reordered(features: Float64Array, from: Int32Array): Float64Array {
  const moved = new Float64Array(features.length);
  from.forEach((source, row) => {
    moved.set(features.subarray(source * featureSize, (source + 1) * featureSize), row * featureSize);
  });
  return moved;
}
