import { describe, expect, it } from 'vitest';
import { readRetryAfter, retryInSeconds } from './retry-schedule.js';

const hour = 3_600;
const [least, most] = [() => 0, () => 0.999999];

describe('the retries of a message', () => {
  it('come after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, and then no more', () => {
    const delays = Array.from({ length: 10 }, (_, index) => retryInSeconds(index + 1, null, least));
    const hours = [2, 5, 10, 14, 20, 24].map((each) => each * hour);
    expect(delays).toEqual([5, 300, 1_800, ...hours, null]);
  });

  it('are spread over a tenth of the delay', () => {
    expect(retryInSeconds(2, null, most)).toBe(330);
  });

  it.each([
    ['later than planned', 1_000, 1_000],
    ['earlier than planned', 1, 300],
    ['after a year', 365 * 24 * hour, 24 * hour],
  ])('that the receiver asks for %s come after %i s: %i s', (_, askedFor, delay) => {
    expect(retryInSeconds(2, askedFor, least)).toBe(delay);
  });

  it('end even when the receiver asks for another one', () => expect(retryInSeconds(10, 5)).toBeNull());
});

describe('the header Retry-After', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  it.each([
    ['120', 120],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
    ['-1', 0],
    ['9'.repeat(400), null],
    ['', null],
    [undefined, null],
  ])('"%s" asks for %s seconds', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});
