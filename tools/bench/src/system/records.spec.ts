import { describe, expect, it } from 'vitest';
import { readings, submissions } from './records.js';
import type { Side } from './side.js';

const side = { token: 'abc' } as Side;

describe('the requests of a load', () => {
  it('submit each record once', () => {
    const next = submissions(side, ['a', 'b']);
    expect([next(), next(), next(), next()].map((request) => request?.body ?? null)).toEqual([
      '{"practice_record_id":"a"}',
      '{"practice_record_id":"b"}',
      null,
      null,
    ]);
  });

  it('read the tasks in turn', () => {
    const next = readings(side, ['a', 'b'], '/result');
    expect([next(), next(), next()].map(({ path }) => path)).toEqual([
      '/tasks/a/result',
      '/tasks/b/result',
      '/tasks/a/result',
    ]);
    expect(readings(side, ['a'], '')()).toEqual({ method: 'GET', path: '/tasks/a', token: 'abc' });
  });
});
