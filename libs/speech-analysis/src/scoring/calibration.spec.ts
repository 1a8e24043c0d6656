import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhythmCurve, scoreOn, soundCurve, type Curve } from './calibration.js';

const curves = { soundCurve, rhythmCurve };

describe.each(Object.entries(curves))('%s', (_, curve) => {
  it('goes through its points', () => {
    for (const [value, score] of curve.points) expect(scoreOn(curve, value)).toBe(score);
  });

  it('begins at 100, ends at 0 and never rises', () => {
    expect(scoreOn(curve, 0)).toBe(100);
    const values = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(scoreOn(curve, low)).toBeGreaterThanOrEqual(scoreOn(curve, high) - 1e-9);
        expect(scoreOn(curve, high)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('scoreOn', () => {
  const curve: Curve = {
    points: [
      [1, 80],
      [2, 40],
      [4, 0],
    ],
  };

  it.each([
    [-5, 80],
    [1, 80],
    [1.25, 70],
    [2, 40],
    [3, 20],
    [4, 0],
    [99, 0],
  ])('is at %d linear between the points: %d', (value, score) => {
    expect(scoreOn(curve, value)).toBe(score);
  });

  it('is 0 for a curve without points', () => {
    expect(scoreOn({ points: [] }, 1)).toBe(0);
  });
});

describe('the scores of the relative distance', () => {
  it.each([
    ['the same sentence, another voice', 0.18, 90, 96],
    ['the first half of the sentence', 0.49, 55, 62],
    ['another sentence', 0.68, 0, 20],
  ])('lie for %s where a listener would put them', (_, distance, least, most) => {
    const score = scoreOn(soundCurve, distance);
    expect(score).toBeGreaterThan(least);
    expect(score).toBeLessThan(most);
  });
});
