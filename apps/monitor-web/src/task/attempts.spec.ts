import { describe, expect, it } from 'vitest';
import { historyEntry } from '../fixtures/rows.js';
import { attemptsOf } from './attempts.js';

/** A history with these attempts, in this order. */
const history = (...attempts: number[]) =>
  attempts.map((attempt, index) => historyEntry({ attempt, event_id: String(index) }));

describe('the attempts of a task', () => {
  it.each<[number[], [number, string][]]>([
    [[], []],
    [[0], [[0, '0']]],
    [
      [0, 1, 1],
      [
        [1, '12'],
        [0, '0'],
      ],
    ],
    [
      [0, 1, 1, 2, 2],
      [
        [2, '34'],
        [1, '12'],
        [0, '0'],
      ],
    ],
    [
      [0, 10, 9],
      [
        [10, '1'],
        [9, '2'],
        [0, '0'],
      ],
    ],
    [
      [1, 2, 1],
      [
        [2, '1'],
        [1, '02'],
      ],
    ],
    [
      [3, 5],
      [
        [5, '1'],
        [3, '0'],
      ],
    ],
  ])('in a history of %j are %j, the latest first', (attempts, groups) => {
    const found = attemptsOf(history(...attempts));
    expect(found.map(({ attempt, entries }) => [attempt, entries.map((entry) => entry.event_id).join('')])).toEqual(
      groups,
    );
  });
});
