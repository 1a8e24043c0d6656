import type { TaskEvent } from '@vocalborn/client';
import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../api/queries.js';
import { taskEvent, taskRow } from '../fixtures/rows.js';
import { followRows, newTasks } from './follow-rows.js';

const row = taskRow({ state: 'PROCESSING', progress: 50, step: 'calling_ai_service', worker: 'w@h', attempt: 2 });

const event = (changed: Partial<TaskEvent>): TaskEvent =>
  taskEvent({ state: 'PROCESSING', progress: 60, step: 'measuring', attempt: 2, ...changed });

const error = { kind: 'file', message: 'too short' } as const;
const at = '2026-01-01T00:00:09Z';

describe('a row', () => {
  it.each<[string, Partial<TaskEvent>, Partial<TaskRow>]>([
    ['progress', {}, { progress: 60, step: 'measuring', worker: 'w@h', completed_at: null }],
    ['a new attempt', { attempt: 3, worker: 'other' }, { attempt: 3, worker: 'other' }],
    ['success', { state: 'SUCCESS' }, { state: 'SUCCESS', error: null, completed_at: at }],
    ['a failure', { state: 'FAILURE', error }, { state: 'FAILURE', error, completed_at: at }],
    ['a cancellation', { state: 'REVOKED' }, { state: 'REVOKED', completed_at: at }],
    [
      'a retry',
      { state: 'RETRY', error, next_retry_at: '2026-01-01T00:01:00Z' },
      { state: 'RETRY', error, next_retry_at: '2026-01-01T00:01:00Z', completed_at: null },
    ],
  ])('takes over %s', (_, changed, expected) => {
    expect(followRows([row], [event(changed)])).toMatchObject([expected]);
  });

  it.each<[TaskRow['state'], TaskRow['error']]>([
    ['PROCESSING', error],
    ['PENDING', error],
    ['REVOKED', error],
    ['SUCCESS', null],
  ])('after an error and then %s has the error %j', (state, expected) => {
    expect(followRows([{ ...row, error }], [event({ state })])[0]?.error).toEqual(expected);
  });

  it('starts with its first PROCESSING event and keeps that time', () => {
    const waiting = taskRow({ attempt: 0, started_at: null });
    const started = followRows([waiting], [event({ attempt: 1, at })]);
    expect(started[0]?.started_at).toBe(at);
    expect(followRows(started, [event({ attempt: 1, at: '2026-01-01T00:00:20Z' })])[0]?.started_at).toBe(at);
    expect(followRows([waiting], [event({ state: 'REVOKED', attempt: 0 })])[0]?.started_at).toBeNull();
  });

  it('is open again after a rerun', () => {
    const ended = taskRow({ state: 'FAILURE', completed_at: at, attempt: 2 });
    expect(followRows([ended], [event({ state: 'PENDING' })])).toMatchObject([
      { state: 'PENDING', completed_at: null },
    ]);
  });

  it('ignores an event of an earlier attempt', () => {
    expect(followRows([row], [event({ attempt: 1, state: 'FAILURE' })])[0]).toBe(row);
  });

  it('takes events in order, a duplicate without effect', () => {
    const events = [event({ progress: 70 }), event({ progress: 80 }), event({ progress: 80 })];
    expect(followRows([row], events)).toEqual(followRows([row], events.slice(0, 2)));
    expect(followRows([row], events)[0]?.progress).toBe(80);
  });
});

describe('the rows of a page', () => {
  it('are the same array when no event concerns them', () => {
    const rows = [row];
    expect(followRows(rows, [event({ task_id: 'b' })])).toBe(rows);
    expect(followRows(rows, [])).toBe(rows);
  });

  it('keep the rows that no event concerns', () => {
    const other = taskRow({ task_id: 'b' });
    const [first, second] = followRows([row, other], [event({})]);
    expect(first).not.toBe(row);
    expect(second).toBe(other);
  });
});

describe('new tasks', () => {
  it.each<[string, Partial<TaskEvent>, string[]]>([
    ['accepted now', { task_id: 'b', state: 'PENDING', attempt: 0 }, ['b']],
    ['rerun', { task_id: 'b', state: 'PENDING', attempt: 3 }, []],
    ['already on the page', { task_id: 'a', state: 'PENDING', attempt: 0 }, []],
    ['already running', { task_id: 'b', state: 'PROCESSING', attempt: 1 }, []],
    ['cancelled before an attempt', { task_id: 'b', state: 'REVOKED', attempt: 0 }, []],
  ])('with a task that is %s', (_, changed, ids) => {
    expect(newTasks([row], [event(changed)])).toEqual(ids);
  });
});
