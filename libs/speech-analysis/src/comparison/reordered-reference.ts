import { align } from './align.js';
import { diagonalBand } from './band.js';
import { featureSize } from './sound-features.js';

/** Features of two recordings, row after row, and the weight of each row of the reference. */
export interface FeaturePair {
  readonly ours: Float64Array;
  readonly theirs: Float64Array;
  readonly weights: Float64Array;
  /** Frames of 10 ms per row. */
  readonly stride: number;
}

/** Orders of the rows of a reference: the same sounds, but another sentence. */
const orders: readonly ((rows: number) => Int32Array)[] = [
  (rows) => Int32Array.from({ length: rows }, (_, row) => rows - 1 - row),
  (rows) => rotated(rows, Math.floor(rows / 3)),
  (rows) => rotated(rows, Math.floor((2 * rows) / 3)),
];

const rotated = (rows: number, by: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => (row + by) % rows);

/**
 * Returns the mean distance along the best paths between a recording and the reference in three other orders. It is what
 * the alignment finds between these very recordings when they do not say the same: whatever noise, a narrow band or
 * clipping makes alike, it makes alike here too (a null distribution by permutation, as in Fisher 1935; used like the
 * impostor scores that normalise the scores of speaker verification, Auckenthaler et al. 2000).
 */
export function reorderedDistance({ ours, theirs, weights, stride }: FeaturePair): number {
  const rows = theirs.length / featureSize;
  const band = diagonalBand({ rows: ours.length / featureSize, columns: rows }, stride);
  const distances = orders.map((order) => {
    const from = order(rows);
    const { b, distances: along } = align(ours, reordered(theirs, from), featureSize, band);
    let [sum, total] = [0, 0];
    along.forEach((distance, step) => {
      const weight = weights[from[b[step]!]!]!;
      sum += weight * distance;
      total += weight;
    });
    return sum / total;
  });
  return Math.max(distances.reduce((sum, each) => sum + each, 0) / orders.length, 1e-9);
}

function reordered(features: Float64Array, from: Int32Array): Float64Array {
  const moved = new Float64Array(features.length);
  from.forEach((source, row) => {
    moved.set(features.subarray(source * featureSize, (source + 1) * featureSize), row * featureSize);
  });
  return moved;
}
