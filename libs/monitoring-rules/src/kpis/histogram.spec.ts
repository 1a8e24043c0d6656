import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processingBounds, quantile } from './histogram.js';

const counts = (given: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: processingBounds.length + 1 }, (_, index) => given[index] ?? 0);
const histograms = fc
  .array(fc.nat(50), { minLength: processingBounds.length + 1, maxLength: processingBounds.length + 1 })
  .filter((each) => each.some((count) => count > 0));

describe('the bounds', () => {
  it('increase', () => expect([...processingBounds]).toEqual(processingBounds.toSorted((a, b) => a - b)));
});

describe('a quantile', () => {
  // By hand, as histogram_quantile of Prometheus: lower + (upper - lower) * (rank - below) / count.
  it.each<[number, Record<number, number>, number | null]>([
    [0.5, { 8: 10 }, 27.5],
    [0.95, { 0: 90, 1: 10 }, 0.75],
    [1, { 0: 1 }, 0.5],
    [0.5, { 0: 1 }, 0.25],
    [0.5, { 0: 1, 3: 1 }, 0.5],
    [0.75, { 0: 1, 3: 1 }, 3.5],
    [0.5, { 17: 4 }, 1_200],
    [0.5, { 18: 1 }, 1_800],
    [0.99, { 0: 1, 18: 1 }, 1_800],
    [0.5, {}, null],
  ])('%f of %j is %s', (share, given, expected) => expect(quantile(share, counts(given))).toBe(expected));

  it('lies within the bounds and increases with the share', () => {
    fc.assert(
      fc.property(
        histograms,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (histogram, a, b) => {
          const [low, high] = [quantile(Math.min(a, b), histogram) ?? -1, quantile(Math.max(a, b), histogram) ?? -1];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1_800);
          expect(low).toBeLessThanOrEqual(high + 1e-9);
        },
      ),
    );
  });

  it('does not depend on the number of observations, only on their distribution', () => {
    fc.assert(
      fc.property(histograms, fc.integer({ min: 2, max: 9 }), (histogram, times) => {
        const more = histogram.map((count) => count * times);
        expect(quantile(0.9, more)).toBeCloseTo(quantile(0.9, histogram) ?? -1, 6);
      }),
    );
  });
});
