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
