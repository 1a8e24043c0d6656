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

describe('the limits of growth', () => {
  it.each([
    ['five samples over half an hour', 5, 450, false],
    ['six samples over half an hour', 6, 360, true],
    ['six samples over less than half an hour', 6, 359, false],
    ['forty samples over half an hour', 40, 47, true],
  ])('%s', (_, count, stepSeconds, grows) => {
    const line = Array.from({ length: count }, (_unused, n) => ({ seconds: n * stepSeconds, value: 100 + n }));
    expect(growthOf(line) !== null).toBe(grows);
  });

  it.each([
    ['a constant', () => 100],
    ['a single step', (n: number) => (n < 20 ? 100 : 200)],
    ['a rise that ends halfway', (n: number) => Math.min(n, 20)],
  ])('exclude %s', (_, value) => {
    const growth = growthOf(samples(value));
    expect(growth === null || growth.to > growth.from).toBe(true);
    if (value(39) === value(20)) expect(growth).toBeNull();
  });

  it('do not depend on the unit or the origin of time', () => {
    const shifted = samples((n) => 100 + n).map(({ seconds, value }) => ({ seconds: seconds + 1.7e9, value }));
    expect(growthOf(shifted)?.to).toBeCloseTo(139, 3);
  });
});
