import { expect, it } from 'vitest';
import type { HistoryEntry } from '../api/queries.js';
import { attemptsOf } from './attempts.js';

it('gathers what happened by tries, the latest first', () => {
  const history = [0, 1, 1, 2, 2].map((attempt, index) => ({ attempt, event_id: String(index) }) as HistoryEntry);
  const tries = attemptsOf(history);
  expect(tries.map((one) => [one.attempt, one.entries.map((entry) => entry.event_id)])).toEqual([
    [2, ['3', '4']],
    [1, ['1', '2']],
    [0, ['0']],
  ]);
});
