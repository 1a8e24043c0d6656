import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolationDepth, parabolicMaximum, refineMaximum, sincValue } from './sinc-interpolation.js';

describe('parabolicMaximum', () => {
  const vertexOf = (left: number, middle: number, right: number) => {
    const out = { place: NaN, value: NaN };
    parabolicMaximum(left, middle, right, out);
    return out;
  };

  it.each([
    ['a symmetric peak', [1, 2, 1], 0, 2],
    ['a peak that leans right', [0, 3, 2], 0.25, 3.125],
    ['a peak that leans left', [2, 3, 0], -0.25, 3.125],
    ['a flat line', [1, 1, 1], 0, 1],
    ['a slope without a maximum', [1, 2, 3], 0, 2],
  ] as const)('finds the vertex of %s', (_, [left, middle, right], place, value) => {
    expect(vertexOf(left, middle, right)).toEqual({ place, value });
  });

  it('finds the vertex of any downward parabola', () => {
    const number = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 0.1, max: 10, noNaN: true }), number, (place, steepness, height) => {
        const at = (x: number): number => height - steepness * (x - place) ** 2;
        const found = vertexOf(at(-1), at(0), at(1));
        expect(found.place).toBeCloseTo(place, 9);
        expect(found.value).toBeCloseTo(height, 9);
      }),
    );
  });
});

describe('sincValue', () => {
  const wave = (place: number): number => Math.cos(0.3 * place + 0.4);
  const samples = Float64Array.from({ length: 400 }, (_, index) => wave(index));

  it('returns the sample itself at a whole place', () => {
    expect(sincValue(samples, 57, 30)).toBe(samples[57]);
  });

  it.each([
    [30, 1e-4],
    [70, 1e-5],
  ])('is within the error of a depth of %i between samples', (depth, error) => {
    for (const place of [150.1, 180.5, 200.77, 230.999]) {
      expect(Math.abs(sincValue(samples, place, depth) - wave(place))).toBeLessThan(error);
    }
  });

  it('uses fewer samples near the ends', () => {
    expect(Math.abs(sincValue(samples, 8.5, 70) - wave(8.5))).toBeLessThan(0.02);
    expect(Math.abs(sincValue(samples, 390.5, 70) - wave(390.5))).toBeLessThan(0.02);
  });
});

describe('refineMaximum', () => {
  it.each([100, 100.3, 100.5, 100.62])('finds the maximum of a band-limited function at %d', (centre) => {
    const samples = Float64Array.from({ length: 201 }, (_, index) => Math.cos(0.25 * (index - centre)));
    const out = { place: NaN, value: NaN };
    refineMaximum(samples, Math.round(centre), 70, out);
    expect(out.place).toBeCloseTo(centre, 3);
    expect(out.value).toBeCloseTo(1, 4);
  });
});

describe('interpolationDepth', () => {
  it.each([
    [8_000, 70],
    [31_999, 70],
    [32_000, 30],
    [48_000, 30],
  ])('is at %i Hz %i samples', (sampleRate, depth) => {
    expect(interpolationDepth(sampleRate)).toBe(depth);
  });
});
