import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, median, quantile } from './statistics.js';

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[-1, -1, 5], -1],
    [[], NaN],
  ])('of %j is %d', (list, expected) => {
    expect(median(list)).toBe(expected);
  });

  it('is the quantile of one half and does not change the list', () => {
    fc.assert(
      fc.property(values, (list) => {
        const copy = [...list];
        expect(median(list)).toBeCloseTo(quantile(list, 0.5), 9);
        expect(list).toEqual(copy);
      }),
    );
  });
});

describe('quantile', () => {
  it.each([
    [[1, 2, 3, 4, 5], 0, 1],
    [[1, 2, 3, 4, 5], 1, 5],
    [[5, 4, 3, 2, 1], 0.25, 2],
    [[1, 2], 0.9, 1.9],
    [[0, 10], 0.33, 3.3],
    [[7], 0.9, 7],
  ])('of %j at %d is %d', (list, part, expected) => {
    expect(quantile(list, part)).toBeCloseTo(expected, 9);
  });

  it('is NaN without values', () => {
    expect(quantile([], 0.9)).toBeNaN();
  });

  it('never falls as the part rises', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, part, part, (list, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(quantile(list, high)).toBeGreaterThanOrEqual(quantile(list, low) - 1e-9);
      }),
    );
  });
});

describe('correlation', () => {
  it.each<[string, [number, number][], number]>([
    [
      'a rising line',
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      1,
    ],
    [
      'a falling line',
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
      -1,
    ],
    [
      'a symmetric curve',
      [
        [-1, 1],
        [0, 0],
        [1, 1],
      ],
      0,
    ],
    // Sums of deviations: product 4, squares 5 and 5.
    [
      'a known example',
      [
        [1, 1],
        [2, 3],
        [3, 2],
        [4, 4],
      ],
      0.8,
    ],
  ])('of %s', (_, pairs, expected) => {
    expect(correlation(pairs)).toBeCloseTo(expected, 9);
  });

  it('is NaN for a constant', () => {
    expect(
      correlation([
        [1, 5],
        [2, 5],
      ]),
    ).toBeNaN();
  });
});
