import type { TaskEvent } from '@vocalborn/client';
import { taskStates } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { activeTask, taskEvent } from '../fixtures/rows.js';
import { nothingFollowed, split, takeEvents, takeTable, type ActiveState } from './reduce-active.js';

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;

const accepted = taskEvent({ state: 'PENDING', at: at(0) });
const claimed = taskEvent({
  ...{ state: 'PROCESSING', attempt: 1, step: 'initialising', progress: 10, worker: 'w@h', at: at(1) },
});
const measuring = taskEvent({ ...claimed, step: 'measuring', progress: 60, at: at(2) });
const succeeded = taskEvent({ state: 'SUCCESS', attempt: 1, step: 'completed', progress: 100, at: at(3) });
const failed = taskEvent({ state: 'FAILURE', attempt: 1, at: at(3) });

const after = (...events: TaskEvent[]): ActiveState => takeEvents(nothingFollowed, events);
const only = (state: ActiveState) => [...state.open.values()][0];

describe('a task', () => {
  it('goes from waiting to running to ended', () => {
    expect(split(after(accepted))).toMatchObject({ waiting: [{ task_id: 'a', state: 'PENDING' }], running: [] });
    expect(split(after(accepted, claimed, measuring))).toMatchObject({
      waiting: [],
      running: [{ progress: 60, worker: 'w@h', since: at(1) }],
    });
    const ended = after(accepted, claimed, measuring, succeeded);
    expect(ended.open.size).toBe(0);
    expect(ended.ended).toMatchObject([{ task_id: 'a', state: 'SUCCESS', worker: 'w@h', since: at(3) }]);
  });

  it.each(taskStates)('whose first event is %s is in one section only', (state) => {
    const { running, waiting } = split(after(taskEvent({ state, attempt: 1 })));
    const { ended } = after(taskEvent({ state, attempt: 1 }));
    expect([waiting.length, running.length, ended.length]).toEqual(
      {
        PENDING: [1, 0, 0],
        RETRY: [1, 0, 0],
        PROCESSING: [0, 1, 0],
        SUCCESS: [0, 0, 1],
        FAILURE: [0, 0, 1],
        REVOKED: [0, 0, 1],
      }[state],
    );
  });

  it('loses its worker when it waits again, but keeps it while it waits for a retry', () => {
    expect(only(after(claimed, taskEvent({ state: 'RETRY', attempt: 1 })))?.worker).toBe('w@h');
    expect(only(after(claimed, taskEvent({ state: 'PENDING', attempt: 1 })))?.worker).toBeNull();
  });

  it('counts its time anew in each attempt', () => {
    const second = { ...claimed, attempt: 2, at: at(30) };
    expect(only(after(claimed, measuring, second))?.since).toBe(at(30));
    expect(only(after(claimed, measuring, second, { ...measuring, attempt: 2, at: at(31) }))?.since).toBe(at(30));
  });

  it.each<[string, TaskEvent[]]>([
    ['PENDING and the end', [succeeded]],
    ['the claim', [accepted, measuring, succeeded]],
    ['the end of the first attempt', [accepted, claimed, { ...succeeded, attempt: 2 }]],
  ])('ends although the events in between are missing: %s', (_, events) => {
    const state = after(...events);
    expect(state.open.size).toBe(0);
    expect(state.ended).toMatchObject([{ task_id: 'a', state: 'SUCCESS' }]);
  });
});

describe('an event that is late', () => {
  const second = taskEvent({ state: 'PROCESSING', attempt: 2, step: 'measuring', progress: 60, at: at(9) });

  it.each<[string, TaskEvent[]]>([
    ['progress of an earlier attempt', [second, measuring]],
    ['the end of an earlier attempt', [second, succeeded]],
    ['the acceptance', [second, accepted]],
  ])('does not change a running task: %s', (_, events) => {
    expect(split(after(...events)).running).toMatchObject([{ attempt: 2, progress: 60 }]);
    expect(after(...events).ended).toEqual([]);
  });

  it.each<[string, TaskEvent[]]>([
    ['progress of the same attempt', [claimed, succeeded, measuring]],
    ['the same end again', [claimed, succeeded, succeeded]],
    ['progress of an earlier attempt', [{ ...claimed, attempt: 2 }, { ...succeeded, attempt: 2 }, measuring]],
    ['another end of an earlier attempt', [{ ...claimed, attempt: 2 }, { ...succeeded, attempt: 2 }, failed]],
  ])('does not reopen an ended task: %s', (_, events) => {
    const state = after(...events);
    expect(state.open.size).toBe(0);
    expect(state.ended).toMatchObject([{ state: 'SUCCESS', worker: 'w@h' }]);
  });
});

describe('a rerun', () => {
  it('moves the task from the ended ones to the waiting ones', () => {
    const state = after(failed, taskEvent({ state: 'PENDING', attempt: 1 }));
    expect(state.ended).toEqual([]);
    expect(split(state).waiting).toMatchObject([{ task_id: 'a' }]);
  });

  it('is recognised by its attempt when its first event is missing', () => {
    const state = after(failed, { ...claimed, attempt: 2 });
    expect(state.ended).toEqual([]);
    expect(split(state).running).toMatchObject([{ attempt: 2 }]);
  });

  it('that ends again is listed once', () => {
    const state = after(failed, taskEvent({ state: 'PENDING', attempt: 1 }), { ...succeeded, attempt: 2 });
    expect(state.ended).toMatchObject([{ task_id: 'a', state: 'SUCCESS' }]);
  });
});

describe('the table', () => {
  it.each<[string, Parameters<typeof activeTask>[0], object]>([
    ['an older progress', { state: 'PROCESSING', attempt: 1, progress: 40 }, { progress: 60, step: 'measuring' }],
    ['the same progress', { state: 'PROCESSING', attempt: 1, progress: 60 }, { since: at(1) }],
    ['a newer progress', { state: 'PROCESSING', attempt: 1, progress: 80 }, { progress: 80 }],
    ['another state', { state: 'RETRY', attempt: 1, step: 'waiting_for_retry' }, { state: 'RETRY' }],
    ['a later attempt', { state: 'PROCESSING', attempt: 2, progress: 10 }, { attempt: 2, progress: 10 }],
    ['an earlier attempt', { state: 'PENDING', attempt: 0 }, { state: 'PROCESSING', attempt: 1, progress: 60 }],
  ])('with %s keeps the newer values', (_, row, expected) => {
    expect(takeTable(after(claimed, measuring), [activeTask(row)]).open.get('a')).toMatchObject(expected);
  });

  it('decides which tasks exist', () => {
    const state = after(claimed, taskEvent({ task_id: 'gone' }));
    const rows = [activeTask({ task_id: 'new' }), activeTask({ state: 'PROCESSING', attempt: 1 })];
    expect([...takeTable(state, rows).open.keys()]).toEqual(['new', 'a']);
    expect(takeTable(state, []).open.size).toBe(0);
  });

  it('replaces the rows of an earlier table', () => {
    const first = takeTable(nothingFollowed, [activeTask({ state: 'PROCESSING', progress: 60 })]);
    expect(only(takeTable(first, [activeTask({ state: 'PROCESSING', progress: 40 })]))?.progress).toBe(40);
  });

  it('gives the attempt that late events are compared with', () => {
    const state = takeTable(nothingFollowed, [activeTask({ state: 'PROCESSING', attempt: 2, progress: 5 })]);
    expect(only(takeEvents(state, [measuring]))).toMatchObject({ attempt: 2, progress: 5 });
  });

  it('leaves the ended tasks alone', () => {
    const state = after(succeeded);
    expect(takeTable(state, []).ended).toBe(state.ended);
  });
});

it('lists the twenty tasks that ended last, the latest first', () => {
  const many = Array.from({ length: 25 }, (_, index) => taskEvent({ state: 'SUCCESS', task_id: `t${index}` }));
  const { ended } = after(...many);
  expect(ended).toHaveLength(20);
  expect([ended[0]?.task_id, ended.at(-1)?.task_id]).toEqual(['t24', 't5']);
});

it('sorts running tasks by descending progress and waiting tasks by arrival', () => {
  const waiting = ['y', 'x'].map((id) => taskEvent({ task_id: id }));
  const { running, waiting: queued } = split(after(claimed, { ...measuring, task_id: 'b' }, ...waiting));
  expect(running.map((task) => task.task_id)).toEqual(['b', 'a']);
  expect(queued.map((task) => task.task_id)).toEqual(['y', 'x']);
});

it('does not change the state it is given', () => {
  const state = after(claimed);
  takeEvents(state, [succeeded]);
  takeTable(state, []);
  expect(only(state)).toMatchObject({ state: 'PROCESSING' });
  expect(nothingFollowed).toEqual({ open: new Map(), ended: [] });
});
