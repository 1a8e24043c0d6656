import { describe, expect, it } from 'vitest';
import { dictionaries } from '../language/dictionaries.js';
import { standingOf } from './standing.js';

describe('a worker', () => {
  it.each([
    ['online', false, false, 'online'],
    ['online', true, false, 'stopping'],
    ['offline', false, false, 'offline'],
    ['offline', true, false, 'offline'],
    ['online', false, true, 'unknown'],
    ['online', true, true, 'unknown'],
    ['offline', false, true, 'unknown'],
    ['offline', true, true, 'unknown'],
  ] as const)('that is %s (stopping: %s, out of date: %s) is shown as %s', (status, stopping, isStale, standing) => {
    expect(standingOf({ status, stopping }, isStale)).toBe(standing);
    for (const { workers } of Object.values(dictionaries)) expect(workers[standing]).toMatch(/\S/);
  });
});
