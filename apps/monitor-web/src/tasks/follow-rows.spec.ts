import { expect, it } from 'vitest';
import type { TaskRow } from '../api/tasks.js';
import type { TaskEvent } from '../live/task-event.js';
import { followRows, newTasks } from './follow-rows.js';

const row: TaskRow = {
  ...{ task_id: 'a', state: 'PROCESSING', progress: 50, step: 'calling_ai_service', worker: 'w@h', attempt: 2 },
  ...{ user_id: 'u', practice_record_id: 'r', retry_count: 1, max_retries: 5, next_retry_at: null, error: null },
  ...{ result_id: null, created_at: '2026-01-01T00:00:00Z', started_at: '2026-01-01T00:00:01Z', completed_at: null },
};

const event = (changed: Partial<TaskEvent>): TaskEvent => ({
  ...{ id: '1', task_id: 'a', state: 'PROCESSING', progress: 60, step: 'measuring', worker: null, attempt: 2 },
  ...{ error: null, next_retry_at: null, at: '2026-01-01T00:00:09Z' },
  ...changed,
});

it('moves a row on with its task', () => {
  expect(followRows([row], [event({})])).toMatchObject([{ progress: 60, step: 'measuring', worker: 'w@h' }]);
  const failure = event({ state: 'FAILURE', error: { kind: 'file', message: 'no' } });
  expect(followRows([row], [failure])).toMatchObject([{ error: { kind: 'file' }, completed_at: failure.at }]);
});

it('leaves the rows alone, and the same array, when nothing concerns them', () => {
  const rows = [row];
  expect(followRows(rows, [event({ task_id: 'b' })])).toBe(rows);
  expect(followRows(rows, [event({ attempt: 1 })])[0]).toBe(row);
});

it('tells of tasks that were accepted since, and not of those that were run again', () => {
  const events = [
    event({ task_id: 'b', state: 'PENDING', attempt: 0 }),
    event({ task_id: 'c', state: 'PENDING', attempt: 3 }),
    event({ task_id: 'a', state: 'PENDING', attempt: 0 }),
  ];
  expect(newTasks([row], events)).toEqual(['b']);
});
