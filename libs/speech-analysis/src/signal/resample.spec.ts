import { describe, expect, it } from 'vitest';
import { resample } from './resample.js';

const sine = (frequency: number, rate: number): Float32Array =>
  Float32Array.from({ length: rate }, (_, index) => Math.sin((2 * Math.PI * frequency * index) / rate));

const level = (samples: Float32Array): number => {
  const inner = samples.subarray(500, -500);
  return 10 * Math.log10(inner.reduce((sum, value) => sum + value * value, 0) / inner.length + 1e-20);
};

describe('resampling', () => {
  it.each([8_000, 22_050, 44_100, 48_000, 192_000])('keeps what both rates can carry, from %i Hz', (rate) => {
    const output = resample(sine(1_000, rate), rate, 16_000);
    expect(output.length).toBe(16_000);
    expect(level(output)).toBeCloseTo(-3.01, 1);
    const expected = sine(1_000, 16_000);
    expect(
      Math.max(...output.subarray(500, 15_500).map((value, index) => Math.abs(value - expected[index + 500]!))),
    ).toBeLessThan(0.01);
  });

  it('removes what the lower rate cannot carry instead of folding it back', () => {
    expect(level(resample(sine(12_000, 48_000), 48_000, 16_000))).toBeLessThan(-60);
  });
});

describe('resample', () => {
  it('returns the same array for equal rates', () => {
    const samples = sine(100, 8_000);
    expect(resample(samples, 8_000, 8_000)).toBe(samples);
  });

  it.each([
    [8_000, 16_000, 1_000, 2_000],
    [48_000, 16_000, 1_000, 333],
    [44_100, 16_000, 441, 160],
    [16_000, 11_000, 16_000, 11_000],
    [16_000, 16_001, 16, 16],
  ])('of %i to %i Hz makes of %i samples %i', (from, to, length, expected) => {
    expect(resample(new Float32Array(length), from, to)).toHaveLength(expected);
  });

  it('keeps a constant away from the ends', () => {
    const output = resample(new Float32Array(4_800).fill(0.5), 48_000, 16_000);
    for (const value of output.subarray(50, -50)) expect(value).toBeCloseTo(0.5, 3);
  });

  it('is linear', () => {
    const [one, other] = [sine(300, 48_000), sine(1_100, 48_000)];
    const sum = resample(
      one.map((value, index) => value + 2 * other[index]!),
      48_000,
      16_000,
    );
    const [first, second] = [resample(one, 48_000, 16_000), resample(other, 48_000, 16_000)];
    sum.forEach((value, index) => expect(value).toBeCloseTo(first[index]! + 2 * second[index]!, 5));
  });
});
