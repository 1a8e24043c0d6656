import type { HistoryEntry } from '@vocalborn/task-ledger';
import type { TaskState } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { LateSteps } from './late-steps.js';

const event = (status: TaskState, attempt: number, taskId = 'a'): HistoryEntry =>
  ({ taskId, status, attempt }) as HistoryEntry;
const lateOf = (...events: HistoryEntry[]): boolean[] => {
  const late = new LateSteps();
  return events.map((each) => late.isLate(each));
};

describe('a step', () => {
  it.each<TaskState>(['SUCCESS', 'FAILURE', 'RETRY', 'REVOKED'])('after %s of its attempt is late', (state) => {
    const course = [event('PENDING', 0), event('PROCESSING', 1), event(state, 1), event('PROCESSING', 1)];
    expect(lateOf(...course)).toEqual([false, false, false, true]);
  });

  it('of the next attempt is not', () => {
    expect(lateOf(event('RETRY', 1), event('PROCESSING', 2))).toEqual([false, false]);
  });

  it('of a task that was run again is not', () => {
    expect(lateOf(event('FAILURE', 3), event('PENDING', 3), event('PROCESSING', 4))).toEqual([false, false, false]);
  });

  it('of another task is not', () => {
    expect(lateOf(event('SUCCESS', 1), event('PROCESSING', 1, 'b'))).toEqual([false, false]);
  });

  it('is remembered for the latest 10,000 tasks', () => {
    const late = new LateSteps();
    for (let task = 0; task <= 10_000; task += 1) late.isLate(event('SUCCESS', 1, String(task)));
    expect(late.isLate(event('PROCESSING', 1, '0'))).toBe(false);
    expect(late.isLate(event('PROCESSING', 1, '1'))).toBe(true);
  });
});
