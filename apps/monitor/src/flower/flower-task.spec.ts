import { taskStates, type TaskSnapshot } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { flowerStateNames } from './flower-task.dto.js';
import { flowerTask, stateOf } from './flower-task.js';
import { orderOf, readTime } from './read-query.js';

const task: TaskSnapshot = {
  taskId: 'task',
  userId: 'user',
  practiceRecordId: 'record',
  status: 'PENDING',
  attempt: 0,
  progress: 0,
  step: 'queued',
  workerName: null,
  retryCount: 0,
  maxRetries: null,
  nextRetryAt: null,
  error: null,
  traceback: null,
  resultId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  completedAt: null,
} as unknown as TaskSnapshot;
const started = { attempt: 1, workerName: 'one@host', startedAt: '2026-01-01T00:00:10.500Z' };
const ended = { ...started, completedAt: '2026-01-01T00:00:40.500Z' };
const created = Date.parse(task.createdAt) / 1000;

describe('a task in the form of Flower', () => {
  it.each<[string, Partial<TaskSnapshot>, object]>([
    ['waits', {}, { state: 'PENDING', received: created, started: null, timestamp: created, runtime: null }],
    [
      'runs',
      { ...started, status: 'PROCESSING' },
      { state: 'STARTED', started: created + 10.5, timestamp: created + 10.5 },
    ],
    [
      'waits for a retry',
      { ...started, status: 'RETRY', nextRetryAt: '2026-01-01T00:01:00.000Z', retryCount: 1 },
      { state: 'RETRY', retried: created + 10.5, eta: '2026-01-01T00:01:00.000Z', retries: 1, failed: null },
    ],
    [
      'succeeded',
      { ...ended, status: 'SUCCESS', resultId: 'result' },
      {
        succeeded: created + 40.5,
        failed: null,
        runtime: 30,
        result: "{'result_id': 'result'}",
        timestamp: created + 40.5,
      },
    ],
    [
      'failed',
      { ...ended, status: 'FAILURE', error: { kind: 'network', message: 'away' } },
      { failed: created + 40.5, succeeded: null, exception: 'network: away', result: null, runtime: null },
    ],
    ['was cancelled', { ...ended, status: 'REVOKED' }, { state: 'REVOKED', revoked: created + 40.5, failed: null }],
    [
      'was cancelled before it started',
      { status: 'REVOKED', completedAt: ended.completedAt },
      { started: null, revoked: created + 40.5 },
    ],
  ])('that %s', (_, given, expected) => expect(flowerTask({ ...task, ...given })).toMatchObject(expected));

  it('has null for what does not exist here', () => {
    const { rejected, expires, exchange, routing_key, client, parent, parent_id, children } = flowerTask(task);
    expect([rejected, expires, exchange, routing_key, client, parent, parent_id]).toEqual(Array(7).fill(null));
    expect(children).toEqual([]);
  });
});

describe('a state', () => {
  it.each(taskStates)('%s is found by its own name', (state) => expect(stateOf(state)).toBe(state));
  it.each(flowerStateNames)('%s is found by the name of Celery', (name) => expect(stateOf(name)).not.toBeNull());
  it.each([
    ['STARTED', 'PROCESSING'],
    ['RECEIVED', 'PENDING'],
    ['LOST', null],
    ['', null],
    ['success', null],
  ])('%j is %s', (name, state) => expect(stateOf(name)).toBe(state));
});

describe('the order for sort_by', () => {
  it.each([
    [undefined, 'newest'],
    ['-received', 'newest'],
    ['received', 'oldest'],
    ['started', 'oldest'],
    ['-name', 'newest'],
    ['runtime', 'fastest'],
    ['-runtime', 'slowest'],
    ['state', 'state'],
    ['-state', 'state'],
    ['', 'oldest'],
  ])('%j is %s', (sortBy, order) => expect(orderOf(sortBy)).toBe(order));
});

describe('a time of the query', () => {
  it.each([
    ['2026-01-01 08:00', '2026-01-01T08:00:00.000Z'],
    ['2026-01-01 08:00:30', '2026-01-01T08:00:30.000Z'],
    ['2026-01-01T08:00Z', '2026-01-01T08:00:00.000Z'],
    ['2026-01-01T08:00z', '2026-01-01T08:00:00.000Z'],
    ['2026-01-01T08:00+08:00', '2026-01-01T00:00:00.000Z'],
    ['1970-01-01 00:00', '1970-01-01T00:00:00.000Z'],
  ])('%j is in UTC', (text, time) => expect(readTime(text, 'received_start')?.toISOString()).toBe(time));

  it.each(['', 'x', '1969-12-31 23:59', '-271821-04-20T00:00:00Z', '+010000-01-01T00:00:00Z', '2026-13-01 00:00'])(
    '%j is refused by the name of its field',
    (text) => expect(() => readTime(text, 'received_end')).toThrow(/^received_end must be a time from 1970 on/),
  );

  it('may be left out', () => expect(readTime(undefined, 'received_start')).toBeUndefined());
});
