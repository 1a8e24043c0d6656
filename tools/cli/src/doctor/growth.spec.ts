import { describe, expect, it } from 'vitest';
import { growthOf } from './growth.js';

const samples = (value: (n: number) => number, count = 40) =>
  Array.from({ length: count }, (_, n) => ({ seconds: n * 300, value: value(n) }));

describe('growth', () => {
  it('is a steady rise, with its size', () => {
    const growth = growthOf(samples((n) => 100 + n + (n % 2)));
    expect(growth?.from).toBeCloseTo(100.5, 0);
    expect(growth?.to).toBeCloseTo(139.5, 0);
    expect(growth?.seconds).toBe(39 * 300);
  });

  it('is neither a warm start, a saw-tooth, a fall, nor too short a look', () => {
    expect(growthOf(samples((n) => 300 - 200 * Math.exp(-n / 3)))).toBeNull();
    expect(growthOf(samples((n) => 100 + 10 * (n % 8)))).toBeNull();
    expect(growthOf(samples((n) => 200 - n))).toBeNull();
    expect(growthOf(samples((n) => 100 + n, 5))).toBeNull();
    expect(growthOf([])).toBeNull();
  });
});
