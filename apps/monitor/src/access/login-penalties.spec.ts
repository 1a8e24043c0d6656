import { expect, it } from 'vitest';
import { delayMs, lockSeconds } from './failed-logins.js';

it('the delay of an answer doubles with each failure, up to two seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map(delayMs)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
});

it('the lock of an address doubles with each lock, up to a quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map(lockSeconds)).toEqual([60, 120, 240, 480, 900, 900, 900]);
});
