/** The cells that an alignment may use: in each row, `span` columns from a first one. */
export interface Band {
  /** Columns per row. */
  readonly span: number;
  /** First column of each row; never decreases. */
  readonly first: Int32Array;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Half-width of the band around the diagonal: a share of the longer sequence, within bounds in frames. */
const diagonalFraction = 0.3;
const narrowestDiagonal = 150;
const widestDiagonal = 6_000;

/**
 * Returns the cells near the diagonal (Sakoe & Chiba 1978), wide enough for a missing or an added part.
 * @param stride frames from one row, and one column, to the next
 */
export function diagonalBand({ rows, columns }: Size, stride: number): Band {
  const wanted = Math.max(narrowestDiagonal / stride, Math.ceil(diagonalFraction * Math.max(rows, columns)));
  const half = Math.floor(Math.min(widestDiagonal / stride, wanted));
  const centres = Int32Array.from({ length: rows }, (_, row) => Math.round((row * columns) / rows));
  return bandAround(centres, columns, half);
}

/** Half-width of the band around a coarse path, in frames: 1.5 s. */
const alongPath = 150;

/**
 * Returns the cells near a path that was found on every `stride`-th row and column (multi-level alignment; Salvador &
 * Chan 2007, "Toward accurate dynamic time warping in linear time and space").
 */
export function bandAlong(path: { a: Int32Array; b: Int32Array }, { rows, columns }: Size, stride: number): Band {
  const centres = new Int32Array(rows);
  let step = 0;
  for (let row = 0; row < rows; row += 1) {
    while (step + 1 < path.a.length && path.a[step + 1]! * stride <= row) step += 1;
    const next = Math.min(path.a.length - 1, step + 1);
    const [at, after] = [path.a[step]! * stride, path.a[next]! * stride];
    const [from, to] = [path.b[step]! * stride, path.b[next]! * stride];
    centres[row] = after > at ? Math.round(from + ((to - from) * (row - at)) / (after - at)) : from;
  }
  return bandAround(centres, columns, alongPath);
}

/**
 * Builds a band around the centres. Neighbouring rows overlap by at least half their span; the first and the last row
 * reach the corners.
 */
function bandAround(centres: Int32Array, columns: number, wanted: number): Band {
  const rows = centres.length;
  const half = Math.max(wanted, Math.ceil((2 * columns) / rows));
  const span = Math.min(columns, 2 * half + 1);
  const last = columns - span;
  const first = centres.map((centre) => Math.max(0, Math.min(last, centre - half)));
  first[rows - 1] = last;
  for (let row = rows - 2; row >= 0; row -= 1) {
    first[row] = Math.min(first[row + 1]!, Math.max(first[row]!, first[row + 1]! - half));
  }
  first[0] = 0;
  for (let row = 1; row < rows; row += 1) first[row] = Math.min(first[row]!, first[row - 1]! + half);
  return { span, first };
}
