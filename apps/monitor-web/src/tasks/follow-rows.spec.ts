import type { TaskEvent } from '@vocalborn/client';
import { expect, it } from 'vitest';
import { taskEvent, taskRow } from '../fixtures/rows.js';
import { followRows, newTasks } from './follow-rows.js';

const row = taskRow({ state: 'PROCESSING', progress: 50, step: 'calling_ai_service', worker: 'w@h', attempt: 2 });

const event = (changed: Partial<TaskEvent>): TaskEvent =>
  taskEvent({ state: 'PROCESSING', progress: 60, step: 'measuring', attempt: 2, ...changed });

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
