import { describe, expect, it } from 'vitest';
import { dictionaries } from '../language/dictionaries.js';
import { lengthOf, secondsBetween, shortMoment } from './moment.js';

describe('a length of time', () => {
  it.each([
    [0, '0 s'],
    [2.345, '2.3 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [3_725, '1 h 2 min'],
    [86_400 * 3 + 7_200, '3 d 2 h'],
  ])('of %d s is %s', (seconds, text) => {
    expect(lengthOf(seconds, dictionaries['en-US'].time)).toBe(text);
  });

  it('is told in the language of who looks', () => {
    expect(lengthOf(125, dictionaries['zh-TW'].time)).toBe('2 分 5 秒');
  });

  it('is not known when either end is not', () => {
    expect(secondsBetween(null, '2026-01-01T00:00:00Z')).toBeNull();
    expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')).toBe(60);
  });
});

it('a moment of today has no day', () => {
  const now = new Date(2026, 4, 5, 12);
  expect(shortMoment(new Date(2026, 4, 5, 9, 8, 7).toISOString(), 'en-US', now)).toBe('09:08:07');
  expect(shortMoment(new Date(2026, 4, 4, 9, 8, 7).toISOString(), 'en-US', now)).toBe('5/4, 09:08');
});
