import type { HistoryEntry } from '@vocalborn/task-ledger';
import { expect, it } from 'vitest';
import { TaskTimes } from './task-times.js';

const entry = (status: HistoryEntry['status'], second: number, nextRetry?: number): HistoryEntry => ({
  eventId: String(second),
  taskId: 'a',
  practiceRecordId: 'r',
  userId: 'u',
  isLate: false,
  attempt: 1,
  status,
  progress: 0,
  step: 'initialising',
  workerName: 'w',
  errorKind: null,
  errorMessage: null,
  nextRetryAt: nextRetry === undefined ? null : new Date(nextRetry * 1000).toISOString(),
  at: new Date(second * 1000).toISOString(),
});

it('waits end with a claim and runs with a success; a retry is due when its time has come', () => {
  const times = new TaskTimes();
  const course = [
    entry('PENDING', 0),
    entry('PROCESSING', 3),
    entry('RETRY', 10, 40),
    entry('PROCESSING', 42),
    entry('SUCCESS', 70),
  ];
  expect(course.map((each) => times.see(each))).toEqual([
    { waited: null, ran: null },
    { waited: 3, ran: null },
    { waited: null, ran: null },
    { waited: 2, ran: null },
    { waited: null, ran: 28 },
  ]);
});

it('what was not seen to begin is not told', () => {
  const times = new TaskTimes();
  expect(times.see(entry('PROCESSING', 3))).toEqual({ waited: null, ran: null });
  expect(new TaskTimes().see(entry('SUCCESS', 3))).toEqual({ waited: null, ran: null });
});
