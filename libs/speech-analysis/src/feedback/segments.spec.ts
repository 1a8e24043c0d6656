import { describe, expect, it } from 'vitest';
import { formatSeconds, isOff, pauseWithin } from './segments.js';

describe('isOff', () => {
  it.each([
    ['a poor segment', 40, [40, 50, 45], true],
    ['a segment just below 55', 54.9, [54.9, 60, 58], true],
    ['a segment of 55', 55, [55, 60, 58], false],
    ['a segment that falls behind the rest of its sentence', 62, [93, 96, 62, 90], true],
    ['a segment 20 below the median', 70, [70, 90, 95], false],
    ['a segment 21 below the median', 69, [69, 90, 95], true],
    ['a segment of 75 far below the median', 75, [75, 99, 100], false],
    ['a reading that is fair throughout', 62, [61, 62, 70, 66], false],
    ['a segment of a good reading', 84, [97, 93, 95, 84, 99], false],
    ['the only segment', 60, [60], false],
  ])('tells for %s', (_, similarity, all, expected) => {
    expect(isOff(similarity, all)).toBe(expected);
  });

  it('does not change the list', () => {
    const all = [90, 40, 70];
    isOff(40, all);
    expect(all).toEqual([90, 40, 70]);
  });
});

describe('pauseWithin', () => {
  const span = { start: 1, end: 2 };

  it.each([
    ['no pauses', [], 0],
    ['a pause before', [{ start: 0, end: 1 }], 0],
    ['a pause after', [{ start: 2, end: 3 }], 0],
    ['a pause inside', [{ start: 1.25, end: 1.5 }], 0.25],
    ['a pause over the beginning', [{ start: 0.5, end: 1.25 }], 0.25],
    ['a pause over the end', [{ start: 1.75, end: 9 }], 0.25],
    ['a pause over all of it', [{ start: 0, end: 3 }], 1],
    [
      'two pauses',
      [
        { start: 0, end: 1.25 },
        { start: 1.5, end: 1.75 },
      ],
      0.5,
    ],
  ])('of %s', (_, pauses, expected) => {
    expect(pauseWithin(span, pauses)).toBe(expected);
  });
});

describe('formatSeconds', () => {
  it.each([
    [0, '0.0'],
    [1.26, '1.3'],
    [12, '12.0'],
  ])('shows %d s as %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});
