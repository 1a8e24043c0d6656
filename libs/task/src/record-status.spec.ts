import { describe, expect, it } from 'vitest';
import {
  analysableStatuses,
  recordableStatuses,
  recordStatusAfter,
  recordStatuses,
  recordTransitions,
  refusalOf,
} from './record-status.js';

describe('the refusal of a record', () => {
  it.each([
    ['pending', 'record-without-audio'],
    ['recorded', null],
    ['ai_queued', 'analysis-running'],
    ['ai_processing', 'analysis-running'],
    ['ai_analyzed', null],
    ['analyzed', 'record-already-reviewed'],
  ] as const)('that is %s is %s', (status, refusal) => {
    expect(refusalOf(status)).toBe(refusal);
    expect(analysableStatuses.includes(status)).toBe(refusal === null);
  });
});

describe('the transitions of a record', () => {
  it.each(recordStatuses)('lead from %s to other statuses only', (status) => {
    expect(recordTransitions[status]).not.toContain(status);
    expect(recordStatuses).toEqual(expect.arrayContaining([...recordTransitions[status]]));
  });

  it('lead to ai_queued from the analysable statuses, and from ai_processing for a retry', () => {
    const queued = recordStatuses.filter((status) => recordTransitions[status].includes('ai_queued'));
    expect(queued.toSorted()).toEqual([...analysableStatuses, 'ai_processing'].toSorted());
  });

  it('lead to recorded by a new recording, and from no record that is closed', () => {
    for (const status of recordableStatuses) {
      expect([status, ...recordTransitions[status]]).toContain(recordStatusAfter.uploaded);
    }
    expect(recordableStatuses).not.toContain('analyzed');
  });

  it('never leave a record that a therapist closed', () => {
    expect(recordTransitions.analyzed).toEqual([]);
  });

  it('let a user submit again after every ending of a task', () => {
    const { taskSucceeded, taskFailed, taskCancelled } = recordStatusAfter;
    for (const status of [taskSucceeded, taskFailed, taskCancelled]) expect(refusalOf(status)).toBeNull();
  });

  it('reach every status from pending', () => {
    const reached = new Set(['pending' as const, ...recordTransitions.pending]);
    for (const status of reached) for (const next of recordTransitions[status]) reached.add(next);
    expect([...reached].toSorted()).toEqual(recordStatuses.toSorted());
  });
});
