import { describe, expect, it } from 'vitest';
import { snapshotFieldEntries } from './snapshot.js';

describe('the fields of a snapshot', () => {
  it.each(['column', 'cacheField'] as const)('have a %s of their own', (place) => {
    const places = snapshotFieldEntries.map(([, field]) => field[place]);
    expect(new Set(places).size).toBe(places.length);
  });

  it('have names of Postgres and Redis in lower case', () => {
    for (const [, { column, cacheField }] of snapshotFieldEntries) {
      expect([column, cacheField]).toEqual([column, cacheField].map((name) => name.toLowerCase()));
    }
  });

  it('have the names in the result cache that Celery and its clients know', () => {
    const names = snapshotFieldEntries.map(([, { cacheField }]) => cacheField);
    const celery = [
      'task_id',
      'status',
      'traceback',
      'date_done',
      'progress',
      'worker_name',
      'started_at',
      'result_id',
    ];
    expect(names).toEqual(expect.arrayContaining([...celery, 'retry_count', 'max_retries']));
  });

  it.each(snapshotFieldEntries.filter(([name]) => name.endsWith('At')))('hold a time in %s', (_, { type }) => {
    expect(type).toBe('time');
  });
});
