import { describe, expect, it } from 'vitest';
import { Decimator } from './decimator.js';

const tone = (rate: number, hertz: number, length: number) =>
  Float32Array.from({ length }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate));

/** In blocks of uneven length, as decoders give them. */
function decimate(samples: Float32Array, rate: number): { result: Float32Array; factor: number } {
  const decimator = Decimator.for(rate)!;
  const parts: Float32Array[] = [];
  for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7) % 5_003) {
    parts.push(decimator.push(samples.subarray(at, at + size)));
  }
  parts.push(decimator.flush());
  return { result: Float32Array.from(parts.flatMap((part) => [...part])), factor: decimator.factor };
}

const largest = (samples: Float32Array) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const inside = (samples: Float32Array) => samples.subarray(50, samples.length - 50);

describe('a decimator', () => {
  it.each([8_000, 44_100, 48_000, 79_999])('leaves %d Hz alone', (rate) => {
    expect(Decimator.for(rate)).toBeUndefined();
  });

  it.each([
    [88_200, 44_100],
    [96_000, 48_000],
    [176_400, 44_100],
    [192_000, 48_000],
    [384_000, 48_000],
  ])('makes of %d Hz %d Hz', (rate, expected) => {
    expect(rate / Decimator.for(rate)!.factor).toBe(expected);
  });

  it.each([80_001, 191_999, 383_999])('lowers %d Hz, which nothing divides, too', (rate) => {
    expect(rate / Decimator.for(rate)!.factor).toBeLessThan(80_000);
  });

  it('keeps what is heard in its place and height', () => {
    const { result, factor } = decimate(tone(192_000, 3_000, 40_000), 192_000);
    const expected = tone(192_000 / factor, 3_000, 10_000);
    expect(result.length).toBe(expected.length);
    expect(largest(inside(result.map((value, index) => value - expected[index]!)))).toBeLessThan(1e-3);
  });

  it('removes what would fold back, by 80 dB', () => {
    expect(largest(inside(decimate(tone(192_000, 30_000, 40_000), 192_000).result))).toBeLessThan(1e-4);
  });
});
