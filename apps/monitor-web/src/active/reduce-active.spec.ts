import type { TaskEvent } from '@vocalborn/client';
import { expect, it } from 'vitest';
import { activeTask, taskEvent } from '../fixtures/rows.js';
import { nothingFollowed, split, takeEvents, takeTable } from './reduce-active.js';

let number = 0;
const event = (changed: Partial<TaskEvent>): TaskEvent => {
  number += 1;
  return taskEvent({ at: `2026-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`, ...changed });
};

const accepted = event({ state: 'PENDING' });
const claimed = event({ state: 'PROCESSING', attempt: 1, step: 'initialising', progress: 10, worker: 'w@h' });
const measuring = event({ state: 'PROCESSING', attempt: 1, step: 'measuring', progress: 60, worker: 'w@h' });
const succeeded = event({ state: 'SUCCESS', attempt: 1, step: 'completed', progress: 100 });

it('follows a task from waiting to running to ended', () => {
  const waiting = takeEvents(nothingFollowed, [accepted]);
  expect(split(waiting)).toMatchObject({ waiting: [{ task_id: 'a', state: 'PENDING' }], running: [] });
  const running = takeEvents(waiting, [claimed, measuring]);
  expect(split(running)).toMatchObject({ waiting: [], running: [{ progress: 60, worker: 'w@h', since: claimed.at }] });
  const ended = takeEvents(running, [succeeded]);
  expect(ended.open.size).toBe(0);
  expect(ended.ended).toMatchObject([{ task_id: 'a', state: 'SUCCESS', worker: 'w@h' }]);
});

it('drops what a lost worker says of an earlier try', () => {
  const second = event({ state: 'PROCESSING', attempt: 2, step: 'measuring', progress: 60 });
  const state = takeEvents(nothingFollowed, [second, succeeded]);
  expect(split(state).running).toMatchObject([{ attempt: 2, progress: 60 }]);
});

it('takes a task that is run again out of those that ended', () => {
  const again = event({ state: 'PENDING', attempt: 1 });
  const state = takeEvents(nothingFollowed, [succeeded, again]);
  expect(state.ended).toEqual([]);
  expect(split(state).waiting).toMatchObject([{ task_id: 'a' }]);
});

it('believes the table of what is there, and the events of how far it is', () => {
  const state = takeEvents(nothingFollowed, [claimed, measuring, event({ state: 'PENDING', task_id: 'gone' })]);
  const older = takeTable(state, [activeTask({ state: 'PROCESSING', progress: 40 })]);
  expect([...older.open.keys()]).toEqual(['a']);
  expect(older.open.get('a')).toMatchObject({ progress: 60, step: 'measuring' });
  const newer = takeTable(older, [activeTask({ state: 'RETRY', step: 'waiting_for_retry' })]);
  expect(newer.open.get('a')).toMatchObject({ state: 'RETRY', step: 'waiting_for_retry' });
});

it('shows the task that is furthest first, and keeps the latest twenty that ended', () => {
  const many = Array.from({ length: 25 }, (_, index) => event({ state: 'SUCCESS', task_id: `t${index}` }));
  const state = takeEvents(nothingFollowed, [...many, claimed, { ...measuring, task_id: 'b' }]);
  expect(state.ended).toHaveLength(20);
  expect(state.ended[0]?.task_id).toBe('t24');
  expect(split(state).running.map((task) => task.task_id)).toEqual(['b', 'a']);
});
