import { describe, expect, it } from 'vitest';
import { dictionaries } from '../language/dictionaries.js';
import { lengthOf, momentOf, secondsBetween, shortMoment } from './moment.js';

describe('a duration', () => {
  it.each([
    [0, '0 s', '0 秒'],
    [0.04, '0 s', '0 秒'],
    [0.05, '0.1 s', '0.1 秒'],
    [2.345, '2.3 s', '2.3 秒'],
    [2.04, '2 s', '2 秒'],
    [59.94, '59.9 s', '59.9 秒'],
    [59.96, '1 min', '1 分'],
    [60, '1 min', '1 分'],
    [61.5, '1 min 1 s', '1 分 1 秒'],
    [125, '2 min 5 s', '2 分 5 秒'],
    [3_599, '59 min 59 s', '59 分 59 秒'],
    [3_599.97, '1 h', '1 小時'],
    [3_600, '1 h', '1 小時'],
    [3_659, '1 h', '1 小時'],
    [3_725, '1 h 2 min', '1 小時 2 分'],
    [86_399, '23 h 59 min', '23 小時 59 分'],
    [86_400, '1 d', '1 天'],
    [86_400 * 3 + 7_200, '3 d 2 h', '3 天 2 小時'],
    [86_400 * 400, '400 d', '400 天'],
  ])('of %d s is “%s” or “%s”', (seconds, english, chinese) => {
    expect(lengthOf(seconds, dictionaries['en-US'].time)).toBe(english);
    expect(lengthOf(seconds, dictionaries['zh-TW'].time)).toBe(chinese);
  });
});

describe('the seconds between two instants', () => {
  const start = '2026-01-01T00:00:00Z';
  it.each([
    [start, '2026-01-01T00:01:00Z', 60],
    [start, '2026-01-01T00:00:00.250Z', 0.25],
    [start, start, 0],
    [start, '2026-01-01T08:00:00+08:00', 0],
    ['2026-01-01T00:01:00Z', start, -60],
    [null, start, null],
    [start, null, null],
    [null, null, null],
  ])('%s and %s are %s', (from, to, seconds) => {
    expect(secondsBetween(from, to)).toBe(seconds);
  });
});

describe('an instant', () => {
  const now = new Date(2026, 4, 5, 12);
  const local = (...[month, day, hour]: [number, number, number]): string =>
    new Date(2026, month, day, hour, 8, 7).toISOString();

  it.each([
    ['of today', local(4, 5, 9), '09:08:07', '09:08:07'],
    ['of the first hour of today', local(4, 5, 0), '00:08:07', '00:08:07'],
    ['of yesterday', local(4, 4, 23), '5/4, 23:08', '5/4 23:08'],
    ['of tomorrow', local(4, 6, 0), '5/6, 00:08', '5/6 00:08'],
  ])('%s is short in both languages', (_, iso, english, chinese) => {
    expect(shortMoment(iso, 'en-US', now)).toBe(english);
    // ICU separates day and time by a thin space in Chinese.
    expect(shortMoment(iso, 'zh-TW', now).replace(/\s/gu, ' ')).toBe(chinese);
  });

  it('of the same day of another year has its day', () => {
    expect(shortMoment(new Date(2025, 4, 5, 9, 8).toISOString(), 'en-US', now)).toBe('5/5, 09:08');
  });

  it.each([
    ['full', 'en-US', /May 5, 2026, 9:08:07\sAM/],
    ['full', 'zh-TW', /2026年5月5日.*9:08:07/],
    ['time', 'en-US', /^09:08:07$/],
    ['minute', 'zh-TW', /^09:08$/],
    ['day', 'en-US', /^5\/5, 09:08$/],
  ] as const)('has the form %s in %s', (form, language, text) => {
    expect(momentOf(local(4, 5, 9), language, form)).toMatch(text);
  });
});
