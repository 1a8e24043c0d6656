import {
  align,
  comparableBands,
  comparedFrames,
  diagonalBand,
  recordingBands,
  contextSize,
  powerSpectra,
  measureSpeech,
  tractRatios,
  withContext,
  type Recording,
} from '@vocalborn/speech-analysis';
import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import type { SaidBySeveral } from './known-prompts.js';

/** Stride over the steps of an alignment and over the frames of a recording: neighbours hardly differ. */
const [stepsApart, framesApart] = [2, 3];

/** Share of the mean variance that is added to every direction, against directions that happened to vary little. */
const shrinkage = 0.05;

function spectraOf(recording: Recording): Float32Array {
  const speech = measureSpeech(recording, true);
  return powerSpectra(speech.signal, comparedFrames(speech));
}

/**
 * Accumulates how much the same sounds differ between voices and how much sounds differ at all, over prompts that
 * several voices say. Corresponding frames are found by aligning each pair of recordings, under the best vocal tract
 * ratio.
 */
export class Scatter {
  private readonly within = new Float64Array(contextSize * contextSize);
  private readonly total = new Float64Array(contextSize * contextSize);
  private pairs = 0;
  private moments = 0;

  add(prompt: SaidBySeveral): void {
    const spectra = prompt.map(spectraOf);
    for (const [index, one] of spectra.entries()) {
      for (const other of spectra.slice(index + 1)) this.addPair(one, other);
    }
  }

  /** Returns the directions with the largest ratio of total to within-sound variance, largest first, row after row. */
  directions(count: number): { readonly rows: number[]; readonly ratios: number[] } {
    const within = this.matrixOf(this.within, 2 * this.pairs);
    const ridge = (shrinkage * within.trace()) / contextSize;
    within.add(Matrix.eye(contextSize).mul(ridge));
    const lower = inverse(new CholeskyDecomposition(within).lowerTriangularMatrix);
    const whitened = lower.mmul(this.matrixOf(this.total, this.moments)).mmul(lower.transpose());
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(whitened, { assumeSymmetric: true });
    const order = realEigenvalues.map((_, index) => index).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
    const kept = order.slice(0, count);
    const rows = kept.flatMap((index) => eigenvectorMatrix.getColumnVector(index).transpose().mmul(lower).to1DArray());
    return { rows, ratios: kept.map((index) => realEigenvalues[index]!) };
  }

  private addPair(one: Float32Array, other: Float32Array): void {
    const otherBands = recordingBands(other);
    const candidates = tractRatios.map((ratio) => {
      const [a, b] = comparableBands(recordingBands(one, { warp: ratio }), otherBands).map(withContext) as [
        Float64Array,
        Float64Array,
      ];
      const size = { rows: a.length / contextSize, columns: b.length / contextSize };
      const alignment = align(a, b, contextSize, diagonalBand(size, 1));
      const distance = alignment.distances.reduce((sum, each) => sum + each, 0) / alignment.distances.length;
      return { a, b, alignment, distance };
    });
    const { a, b, alignment } = candidates.reduce((best, each) => (each.distance < best.distance ? each : best));
    const moment = new Float64Array(contextSize);
    for (let step = 0; step < alignment.a.length; step += stepsApart) {
      const [from, to] = [alignment.a[step]! * contextSize, alignment.b[step]! * contextSize];
      for (let index = 0; index < contextSize; index += 1) moment[index] = a[from + index]! - b[to + index]!;
      accumulate(this.within, moment);
      this.pairs += 1;
    }
    for (const rows of [a, b]) {
      for (let start = 0; start < rows.length; start += framesApart * contextSize) {
        accumulate(this.total, rows.subarray(start, start + contextSize));
        this.moments += 1;
      }
    }
  }

  private matrixOf(sums: Float64Array, count: number): Matrix {
    const matrix = Matrix.zeros(contextSize, contextSize);
    for (let row = 0; row < contextSize; row += 1) {
      for (let column = 0; column <= row; column += 1) {
        const value = sums[row * contextSize + column]! / count;
        matrix.set(row, column, value);
        matrix.set(column, row, value);
      }
    }
    return matrix;
  }
}

/** Adds the lower half of a frame's outer product with itself. */
function accumulate(sums: Float64Array, moment: Float64Array): void {
  for (let row = 0; row < contextSize; row += 1) {
    const value = moment[row]!;
    for (let column = 0; column <= row; column += 1) sums[row * contextSize + column]! += value * moment[column]!;
  }
}
