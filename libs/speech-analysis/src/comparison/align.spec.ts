import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, type Alignment } from './align.js';
import { bandAlong, diagonalBand } from './band.js';

const rows = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });

const sizeOf = (a: Float64Array, b: Float64Array) => ({ rows: a.length, columns: b.length });
const within = (a: Float64Array, b: Float64Array): Alignment => align(a, b, 1, diagonalBand(sizeOf(a, b), 1));

function expectWhole({ a, b }: Alignment, rows: number, columns: number): void {
  expect([a[0], b[0], a.at(-1), b.at(-1)]).toEqual([0, 0, rows - 1, columns - 1]);
  for (let step = 1; step < a.length; step += 1) {
    const moves = [a[step]! - a[step - 1]!, b[step]! - b[step - 1]!];
    expect(moves.every((move) => move === 0 || move === 1)).toBe(true);
    expect(moves).not.toEqual([0, 0]);
  }
}

describe('the alignment', () => {
  it('is a monotone path from both beginnings to both ends, without gaps', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        expectWhole(within(Float64Array.from(a), Float64Array.from(b)), a.length, b.length);
      }),
    );
  });

  it('finds no distance between a sequence and itself, stretched or not', () => {
    const once = Float64Array.from([1, 2, 3, 4, 5]);
    const slower = Float64Array.from([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(within(once, once).distances.every((distance) => distance === 0)).toBe(true);
    expect(within(slower, once).distances.every((distance) => distance === 0)).toBe(true);
  });
});

describe('the alignment along a rough path', () => {
  const every = 4;
  const thinned = (values: Float64Array): Float64Array => values.filter((_, index) => index % every === 0);
  /** A sequence without repetition, so that there is one right path. */
  const scale = (length: number, from = 0): number[] => Array.from({ length }, (_, index) => from + index);

  it.each([
    ['a long part is missing', [...scale(500), ...scale(500, 2500)], scale(3000)],
    ['a long part was added', scale(3000), [...scale(500), ...scale(500, 2500)]],
    ['the end is missing', scale(2300), scale(3000)],
    ['the beginning is missing', scale(2300, 700), scale(3000)],
    ['one is very short', scale(4), scale(3000)],
    ['one is very long', scale(3000), scale(1)],
  ])('reaches both ends and finds what is alike when %s', (_, one, other) => {
    const [a, b] = [Float64Array.from(one), Float64Array.from(other)];
    const [thinA, thinB] = [thinned(a), thinned(b)];
    const rough = align(thinA, thinB, 1, diagonalBand(sizeOf(thinA, thinB), every));
    const path = align(a, b, 1, bandAlong(rough, sizeOf(a, b), every));
    expectWhole(path, a.length, b.length);
    const common = one.filter((value) => other.includes(value)).length;
    expect(path.distances.filter((distance) => distance === 0).length).toBeGreaterThanOrEqual(0.8 * common);
  });
});

/** The cost of the cheapest path by recursion over all cells: diagonal steps count twice. */
function cheapestCost(a: readonly number[], b: readonly number[]): number {
  const costs = a.map(() => b.map(() => Infinity));
  for (const [i, x] of a.entries()) {
    for (const [j, y] of b.entries()) {
      const distance = Math.abs(x - y);
      const from = (row: number, column: number): number => costs[row]?.[column] ?? Infinity;
      const best = Math.min(from(i - 1, j - 1) + 2 * distance, from(i - 1, j) + distance, from(i, j - 1) + distance);
      costs[i]![j] = i === 0 && j === 0 ? 2 * distance : best;
    }
  }
  return costs.at(-1)!.at(-1)!;
}

describe('align', () => {
  const short = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });

  it('finds a path of the least cost', () => {
    fc.assert(
      fc.property(short, short, (one, other) => {
        const { a, b, distances } = within(Float64Array.from(one), Float64Array.from(other));
        const cost = Array.from(distances).reduce((sum, distance, step) => {
          const isDiagonal = step === 0 || (a[step] !== a[step - 1] && b[step] !== b[step - 1]);
          return sum + (isDiagonal ? 2 : 1) * distance;
        }, 0);
        expect(cost).toBeCloseTo(cheapestCost(one, other), 9);
      }),
    );
  });

  it('compares rows of several values by their Euclidean distance', () => {
    // A detour by a frame of distance 0 is cheaper than a diagonal step, which counts twice.
    const [a, b] = [Float64Array.from([0, 0, 3, 4]), Float64Array.from([0, 0, 0, 0])];
    const { distances } = align(a, b, 2, { span: 2, first: Int32Array.from([0, 0]) });
    expect(Array.from(distances)).toEqual([0, 0, 5]);
  });

  it('aligns one frame with all of the other recording', () => {
    const { a, b } = within(Float64Array.from([1]), Float64Array.from([0, 1, 2]));
    expect([Array.from(a), Array.from(b)]).toEqual([
      [0, 0, 0],
      [0, 1, 2],
    ]);
  });
});
