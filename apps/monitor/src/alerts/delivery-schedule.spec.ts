import { expect, it } from 'vitest';
import { retryDelaySeconds } from './delivery-schedule.js';

it.each([
  [1, 5],
  [2, 10],
  [3, 20],
  [7, 320],
  [8, 600],
  [14, 600],
  [15, null],
  [16, null],
])('after %i failed attempts a message waits %s seconds', (attempts, seconds) => {
  expect(retryDelaySeconds(attempts)).toBe(seconds);
});

it('gives a message up after about 80 minutes', () => {
  const delays = Array.from({ length: 14 }, (_, index) => retryDelaySeconds(index + 1) ?? 0);
  expect(Math.round(delays.reduce((sum, delay) => sum + delay, 0) / 60)).toBe(81);
});
