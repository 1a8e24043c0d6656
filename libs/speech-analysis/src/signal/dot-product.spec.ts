import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotProduct } from './dot-product.js';

const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 12, maxLength: 12 });

describe('dotProduct', () => {
  it.each([
    [0, 0],
    [1, 4],
    [3, 32],
    [4, 60],
    [5, 95],
    [7, 182],
  ])('sums the products of %i values', (count, expected) => {
    const one = Float64Array.from([1, 2, 3, 4, 5, 6, 7]);
    const other = Float64Array.from([4, 5, 6, 7, 7, 7, 45 / 7]);
    expect(dotProduct(one, 0, other, 0, count)).toBeCloseTo(expected, 9);
  });

  it('equals the plain sum for every pair of offsets and every length', () => {
    const offset = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        numbers,
        numbers,
        offset,
        offset,
        fc.integer({ min: 0, max: 8 }),
        (one, other, from, start, count) => {
          let sum = 0;
          for (let index = 0; index < count; index += 1) sum += one[from + index]! * other[start + index]!;
          expect(dotProduct(Float64Array.from(one), from, Float64Array.from(other), start, count)).toBe(sum);
        },
      ),
    );
  });
});
