import { expect, it } from 'vitest';
import { matchOfNewTasks, isUnfiltered, invalidFilters, queryOf, readFilters, readOrder } from './filters.js';

const queryOfAddress = (address: string) => {
  const parameters = new URLSearchParams(address);
  return queryOf(readFilters(parameters), readOrder(parameters));
};

it('reads from the address what is looked for', () => {
  expect(queryOfAddress('state=FAILURE&error_kind=file&worker=w%40h&search= abc &order=oldest')).toMatchObject({
    ...{ state: 'FAILURE', error_kind: 'file', worker: 'w@h', search: 'abc', order: 'oldest' },
  });
  expect(isUnfiltered(readFilters(new URLSearchParams('order=oldest')))).toBe(true);
});

it('leaves out what the API would refuse', () => {
  expect(queryOfAddress('state=NONSENSE&error_kind=x&user_id=0000&created_from=soon')).toEqual({ order: 'newest' });
  const userId = '00000000-0000-4000-8000-000000000001';
  expect(queryOfAddress(`user_id=${userId}`)).toMatchObject({ user_id: userId });
});

it('takes times as those of the clock on the wall', () => {
  const { created_from: from } = queryOfAddress('created_from=2026-01-01T08:30');
  expect(from).toBe(new Date(2026, 0, 1, 8, 30).toISOString());
});

it('names what it does not understand, so that it is not taken for no filter', () => {
  const namesOf = (address: string) => invalidFilters(readFilters(new URLSearchParams(address)));
  expect(namesOf('user_id=abc&state=NOPE&error_kind=x&created_from=zzz&created_before=soon')).toEqual([
    ...['state', 'error_kind', 'user_id', 'created_from', 'created_before'],
  ]);
  expect(namesOf('state=FAILURE&search=abc&worker=w&user_id=&created_from=2026-01-01T08:30')).toEqual([]);
});

it.each([
  ['', 'all'],
  ['state=PENDING', 'all'],
  ['created_from=2026-01-01T00:00', 'all'],
  ['search=abc', 'some'],
  ['user_id=00000000-0000-4000-8000-000000000001', 'some'],
  ['state=SUCCESS', 'none'],
  ['error_kind=file', 'none'],
  ['worker=w%40h&search=abc', 'none'],
  ['created_before=2026-01-01T00:00', 'none'],
  ['created_from=2026-12-31T00:00', 'none'],
])('knows whether tasks accepted now fit “%s”: %s', (address, fit) => {
  expect(matchOfNewTasks(queryOfAddress(address), new Date('2026-06-01T00:00:00Z'))).toBe(fit);
});
