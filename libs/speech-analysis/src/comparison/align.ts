import type { Band } from './band.js';

/** An alignment of two sequences: at step k, row `a[k]` of one corresponds to row `b[k]` of the other. */
export interface Alignment {
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Distance between the two rows at each step. */
  readonly distances: Float64Array;
}

/** Predecessor of a cell on the path. */
const [diagonal, fromA, fromB] = [0, 1, 2];

/**
 * Aligns two sequences of feature rows: the cheapest monotone path (dynamic time warping, Sakoe & Chiba 1978, symmetric
 * weights: a diagonal step counts twice, so that detours do not pay). Memory: one byte per cell of the band.
 * @param width values per row
 * @param band the cells that the path may use
 */
export function align(a: Float64Array, b: Float64Array, width: number, band: Band): Alignment {
  const rows = a.length / width;
  const { span, first } = band;
  const origins = new Uint8Array(rows * span);
  let [before, now] = [new Float64Array(span).fill(Infinity), new Float64Array(span)];
  for (let row = 0; row < rows; row += 1) {
    const shift = first[row]! - first[Math.max(0, row - 1)]!;
    alignRow({ a, b, width, row, first: first[row]!, shift, before, now, origins });
    [before, now] = [now, before];
  }
  return traceBack({ a, b, width, band, origins });
}

interface Row {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly width: number;
  readonly row: number;
  /** First column of the band in this row, and its distance from that of the previous row. */
  readonly first: number;
  readonly shift: number;
  /** Accumulated costs of the cells of the previous row and of this one. */
  readonly before: Float64Array;
  readonly now: Float64Array;
  readonly origins: Uint8Array;
}

/** Computes the cheapest way to each cell of one row of the band. */
function alignRow({ a, b, width, row, first, shift, before, now, origins }: Row): void {
  const span = now.length;
  let left = Infinity;
  for (let index = 0; index < span; index += 1) {
    const distance = distanceOf(a, row, b, first + index, width);
    const above = index + shift;
    const up = row > 0 && above < span ? before[above]! : Infinity;
    const slant = row > 0 && above > 0 && above <= span ? before[above - 1]! : Infinity;
    let cheapest = slant + 2 * distance;
    let origin: number = diagonal;
    if (up + distance < cheapest) {
      cheapest = up + distance;
      origin = fromA;
    }
    if (left + distance < cheapest) {
      cheapest = left + distance;
      origin = fromB;
    }
    left = row === 0 && first + index === 0 ? 2 * distance : cheapest;
    now[index] = left;
    origins[row * span + index] = origin;
  }
}

/** Euclidean distance between two rows. */
export function distanceOf(a: Float64Array, row: number, b: Float64Array, column: number, width: number): number {
  let sum = 0;
  const startA = row * width;
  const startB = column * width;
  for (let index = 0; index < width; index += 1) {
    const difference = a[startA + index]! - b[startB + index]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

interface Grid {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly width: number;
  readonly band: Band;
  readonly origins: Uint8Array;
}

function traceBack(grid: Grid): Alignment {
  const { a, b, width, band, origins } = grid;
  const { span, first } = band;
  const [pathA, pathB]: [number[], number[]] = [[], []];
  let [row, column] = [a.length / width - 1, b.length / width - 1];
  for (;;) {
    pathA.push(row);
    pathB.push(column);
    if (row === 0 && column === 0) break;
    const origin = row === 0 ? fromB : column === 0 ? fromA : origins[row * span + column - first[row]!];
    if (origin !== fromB) row -= 1;
    if (origin !== fromA) column -= 1;
  }
  pathA.reverse();
  pathB.reverse();
  const distances = Float64Array.from(pathA, (value, index) => distanceOf(a, value, b, pathB[index] ?? 0, width));
  return { a: Int32Array.from(pathA), b: Int32Array.from(pathB), distances };
}
