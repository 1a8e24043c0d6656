// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import { kpisNow } from '../fixtures/rows.js';
import { authorization, token } from './client.js';
import { queryKeys, valuesOf, windows } from './queries.js';

describe('the query keys', () => {
  const keys = [
    queryKeys.me,
    queryKeys.alerts,
    queryKeys.silences,
    [...queryKeys.kpis, '1h'],
    [...queryKeys.series, '1h'],
    queryKeys.taskCounts,
    queryKeys.workers,
    queryKeys.queues,
    queryKeys.activeTasks,
    queryKeys.retryPolicy,
    queryKeys.audit(''),
    queryKeys.audit('a'),
    queryKeys.task('a'),
    queryKeys.task('b'),
    queryKeys.taskPage(null, null),
    queryKeys.taskPage({ order: 'newest' }, null),
    queryKeys.taskPage({ order: 'newest' }, 'cursor'),
  ];

  it('are all different', () => {
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
  });

  it.each([
    [queryKeys.alerts, 2],
    [queryKeys.silences, 1],
    [queryKeys.kpis, 1],
    [['live'], 3],
    [['tasks'], 3],
    [queryKeys.task('a'), 1],
    [queryKeys.me, 1],
  ])('%j reloads %i of them', async (queryKey, count) => {
    const queries = new QueryClient();
    for (const key of keys) queries.setQueryData(key, {});
    await queries.invalidateQueries({ queryKey });
    expect(keys.filter((key) => queries.getQueryState(key)?.isInvalidated)).toHaveLength(count);
  });
});

describe('the values of an answer', () => {
  it('join the groups', () => {
    const { tasks, queue, workers, redis, ...rest } = kpisNow();
    const values = valuesOf({ ...rest, tasks, queue, workers, redis });
    expect(Object.keys(values).toSorted()).toEqual(
      [...new Set([tasks, queue, workers, redis].flatMap((group) => Object.keys(group)))].toSorted(),
    );
  });

  it('keep zero and null apart', () => {
    expect(valuesOf(kpisNow({ queue_length: 0, success_rate: null }))).toMatchObject({
      ...{ queue_length: 0, success_rate: null },
    });
  });
});

it('the windows grow', () => {
  const sizes = { m: 60, h: 3_600, d: 86_400 };
  const seconds = windows.map((name) => Number.parseInt(name) * sizes[name.at(-1) as keyof typeof sizes]);
  expect(seconds).toEqual([900, 3_600, 86_400, 604_800, 2_592_000]);
});

describe('the token', () => {
  beforeEach(() => token.forget());

  it('is sent until it is forgotten', () => {
    expect(authorization()).toEqual({});
    token.keep('secret');
    expect(authorization()).toEqual({ Authorization: 'Bearer secret' });
    token.keep('newer');
    expect(authorization()).toEqual({ Authorization: 'Bearer newer' });
    token.forget();
    expect(authorization()).toEqual({});
  });

  it('is kept for this tab only', () => {
    token.keep('secret');
    expect(localStorage).toHaveLength(0);
    expect(Object.values(sessionStorage)).toEqual(['secret']);
  });
});
