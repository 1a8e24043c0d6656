import { describe, expect, it } from 'vitest';
import { delayOf, HandedBack, RetryLater } from './retry-later.js';

const now = 1_000_000;

describe('the delay before Bull delivers a job again', () => {
  it.each([
    [60_000, 60_000],
    [1, 1],
    [0.6, 1],
    [-60_000, -60_000],
    [-2, -2],
  ])('of a retry that is due in %d ms is %i ms', (dueIn, delay) => {
    expect(delayOf(new RetryLater(now + dueIn), now)).toBe(delay);
  });

  it.each([0, -1, 0.4, -0.6])(
    'of a retry that is due in %d ms is 1 ms, because Bull gives 0 and -1 a meaning',
    (dueIn) => {
      expect(delayOf(new RetryLater(now + dueIn), now)).toBe(1);
    },
  );

  it('of a job that was handed back is none', () => {
    expect(delayOf(new HandedBack(), now)).toBe(0);
  });

  it.each([new Error('x'), new TypeError('x'), Object.assign(new Error('x'), { dueAt: now + 5 })])(
    'of any other error is "no retry": %s',
    (error) => {
      expect(delayOf(error, now)).toBe(-1);
    },
  );
});
