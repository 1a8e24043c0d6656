import { describe, expect, it } from 'vitest';
import { melodyPaths, semitonesFromMedian } from './melody.js';

describe('semitonesFromMedian', () => {
  it.each([
    [
      [100, 200, 400],
      [-12, 0, 12],
    ],
    [
      [200, null, 100, 0, 400],
      [0, null, -12, null, 12],
    ],
    [
      [100, 200],
      [-12, 0],
    ],
    [
      [null, 0],
      [null, null],
    ],
    [[], []],
  ])('of %j Hz is %j', (f0, expected) => {
    expect(semitonesFromMedian(f0)).toEqual(expected);
  });
});

describe('melodyPaths', () => {
  const path = (...semitones: readonly (number | null)[]): string =>
    melodyPaths(semitones, 1, (time) => 10 * time, { top: 0, bottom: 24 }, 12);

  it('draws a point per step, higher tones above', () => {
    expect(path(0, 6, -6)).toBe('M5.0 12.0h0L15.0 6.0L25.0 18.0');
  });

  it('interrupts the line where the voice rests', () => {
    expect(path(0, null, 3)).toBe('M5.0 12.0h0M25.0 9.0h0');
    expect(path(null, null)).toBe('');
  });

  it('keeps values beyond an octave at the edge', () => {
    expect(path(20, -20)).toBe('M5.0 0.0h0L15.0 24.0');
  });
});
