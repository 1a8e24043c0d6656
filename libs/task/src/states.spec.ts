import { describe, expect, it } from 'vitest';
import { isFinal, stateRank, statusWord, taskStates, transitions } from './states.js';

describe('task states', () => {
  it('lets no worker move an ended task: only a person can send a failed or cancelled one back', () => {
    for (const state of taskStates.filter(isFinal)) {
      expect(transitions[state].every((next) => next === 'PENDING')).toBe(true);
    }
    expect(transitions.SUCCESS).toEqual([]);
  });

  it('never ranks a later state of the same attempt below an earlier one', () => {
    for (const state of taskStates.filter((state) => !isFinal(state) && state !== 'RETRY')) {
      for (const next of transitions[state]) expect(stateRank[next]).toBeGreaterThan(stateRank[state]);
    }
  });

  it('is shown in lower case over HTTP', () => {
    expect(taskStates.map(statusWord)).toEqual(['pending', 'processing', 'retry', 'success', 'failure', 'revoked']);
  });
});
