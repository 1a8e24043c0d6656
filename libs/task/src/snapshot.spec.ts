import { describe, expect, it } from 'vitest';
import { snapshotFieldEntries } from './snapshot.js';

describe('the fields of a snapshot', () => {
  const columns = snapshotFieldEntries.map(([, { column }]) => column);

  it('have a column of their own', () => {
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('have names of Postgres in lower case', () => {
    expect(columns).toEqual(columns.map((column) => column.toLowerCase()));
  });

  it.each(snapshotFieldEntries.filter(([name]) => name.endsWith('At')))('hold a time in %s', (_, { type }) => {
    expect(type).toBe('time');
  });
});
