import { expect, it } from 'vitest';
import { standingOf } from './standing.js';

it.each([
  ['online', false, false, 'online'],
  ['online', true, false, 'stopping'],
  ['offline', true, false, 'offline'],
  ['online', false, true, 'unknown'],
] as const)(
  'a worker that is %s (stopping: %s, out of date: %s) is shown as %s',
  (status, stopping, isStale, shown) => {
    expect(standingOf({ status, stopping }, isStale)).toBe(shown);
  },
);
