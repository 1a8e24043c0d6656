import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalised, windowsOf } from './windows.js';

const rate = 100;

describe('windowsOf', () => {
  it.each([
    ['nothing', 0, []],
    ['a short recording', 500, [[0, 500, 0, 500]]],
    ['exactly one window', 2_000, [[0, 2_000, 0, 2_000]]],
    ['a rest that is too short for a window', 2_009, [[0, 2_009, 0, 2_009]]],
    [
      'two windows with 2 s of context',
      3_000,
      [
        [0, 2_200, 0, 2_000],
        [1_800, 3_000, 2_000, 3_000],
      ],
    ],
    [
      'three windows',
      5_000,
      [
        [0, 2_200, 0, 2_000],
        [1_800, 4_200, 2_000, 4_000],
        [3_800, 5_000, 4_000, 5_000],
      ],
    ],
  ])('divides %s', (_, length, expected) => {
    const windows = windowsOf(length, rate).map(({ from, to, keepFrom, keepTo }) => [from, to, keepFrom, keepTo]);
    expect(windows).toEqual(expected);
  });

  it('keeps every sample once and reads each kept part with its context', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (length) => {
        let kept = 0;
        for (const { from, to, keepFrom, keepTo } of windowsOf(length, rate)) {
          expect(keepFrom).toBe(kept);
          expect([from <= keepFrom, to >= keepTo, to <= length]).toEqual([true, true, true]);
          kept = keepTo;
        }
        expect(kept).toBe(length);
      }),
    );
  });
});

describe('normalised', () => {
  it.each([
    ['speech', Float32Array.from({ length: 1_000 }, (_, index) => 0.2 + 0.1 * Math.sin(index))],
    ['a quiet recording', Float32Array.from({ length: 1_000 }, (_, index) => 0.01 * Math.sin(index))],
  ])('has for %s a mean of 0 and a variance of 1', (_, samples) => {
    const scaled = normalised(samples);
    const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
    expect(mean).toBeCloseTo(0, 4);
    expect(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length).toBeCloseTo(1, 2);
  });

  it('leaves silence and a constant at 0', () => {
    for (const value of [0, 0.5]) {
      expect(normalised(new Float32Array(100).fill(value)).every((each) => Math.abs(each) < 1e-3)).toBe(true);
    }
  });
});
