import { taskStates } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { affected, refusals } from './bulk-outcome.js';

const oneOfEach = taskStates.map((state) => ({ task_id: state, state }));

describe('the affected tasks', () => {
  it.each([
    ['retry', ['FAILURE', 'REVOKED']],
    ['revoke', ['PENDING', 'PROCESSING', 'RETRY']],
  ] as const)('of %s are those in the states %j', (action, states) => {
    expect(affected(action, oneOfEach).map(({ state }) => state)).toEqual(states);
    expect(affected(action, [])).toEqual([]);
  });

  it('are never open to both actions', () => {
    const ids = (action: 'retry' | 'revoke') => affected(action, oneOfEach).map(({ task_id: id }) => id);
    expect(ids('retry').filter((id) => ids('revoke').includes(id))).toEqual([]);
  });

  it('keep their order', () => {
    const chosen = ['c', 'a', 'b'].map((id) => ({ task_id: id, state: 'FAILURE' as const }));
    expect(affected('retry', chosen)).toEqual(chosen);
  });
});

describe('the refusals', () => {
  it.each<[(string | null)[], [string, number][]]>([
    [[], []],
    [[null, null], []],
    [['not-found'], [['not-found', 1]]],
    [
      ['not-found', 'task-ended', null, 'task-ended'],
      [
        ['task-ended', 2],
        ['not-found', 1],
      ],
    ],
    [
      ['b', 'a'],
      [
        ['b', 1],
        ['a', 1],
      ],
    ],
  ])('of %j are %j', (codes, counts) => {
    const results = codes.map((code, index) => ({ task_id: String(index), done: code === null, code, reason: code }));
    expect(refusals(results)).toEqual(counts);
  });
});
