import { describe, expect, it } from 'vitest';
import { melodyPaths, semitonesFromMedian, withoutPitchErrors } from './melody.js';

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
});

describe('withoutPitchErrors', () => {
  it.each([
    ['leaves a melody alone', [0, 3, -2, null, 5, 11], [0, 3, -2, null, 5, 11]],
    ['leaves out values beyond the scale', [0, null, 12.1, 13, null, -12.1], [0, null, null, null, null, null]],
    ['leaves out an octave error in a voiced stretch', [1, 0, 11.5, 11, 0], [1, 0, null, null, 0]],
    ['leaves out an octave error at the start of it', [-11, 1, 2], [null, 1, 2]],
    ['keeps a high part that stands alone', [1, null, 9, 10], [1, null, 9, 10]],
    ['has nothing where nobody speaks', [null, null], [null, null]],
  ])('%s', (_, semitones, expected) => {
    expect(withoutPitchErrors(semitones, 12)).toEqual(expected);
  });
});
