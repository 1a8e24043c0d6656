import { errorKinds, taskStates } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  invalidFilters,
  isUnfiltered,
  matchOfNewTasks,
  queryOf,
  readFilters,
  readOrder,
  type Filters,
} from './filters.js';

const userId = '00000000-0000-4000-8000-000000000001';

const filtersOf = (address: string): Filters => readFilters(new URLSearchParams(address));
const queryOfAddress = (address: string) => queryOf(filtersOf(address), readOrder(new URLSearchParams(address)));

const local = (hour: number, minute: number): string => new Date(2026, 0, 1, hour, minute).toISOString();

describe('the query of an address', () => {
  it.each<[string, object]>([
    ['', { order: 'newest' }],
    ['search=%20abc%20', { search: 'abc', order: 'newest' }],
    ['search=%20', { order: 'newest' }],
    ['worker=w%40h', { worker: 'w@h', order: 'newest' }],
    ['order=oldest', { order: 'oldest' }],
    ['order=slowest', { order: 'slowest' }],
    ['order=fastest', { order: 'fastest' }],
    ['order=NEWEST', { order: 'newest' }],
    ['order=random', { order: 'newest' }],
    [`user_id=${userId}`, { user_id: userId, order: 'newest' }],
    [`user_id=%20${userId.toUpperCase()}`, { user_id: userId.toUpperCase(), order: 'newest' }],
    ['user_id=0000', { order: 'newest' }],
    [`user_id=${userId}0`, { order: 'newest' }],
    ['state=NONSENSE&error_kind=x&created_from=soon', { order: 'newest' }],
    ['state=failure', { order: 'newest' }],
    ['unknown=1&state=RETRY', { state: 'RETRY', order: 'newest' }],
    ['created_from=2026-01-01T08:30', { created_from: local(8, 30), order: 'newest' }],
    ['created_before=2026-01-01T00:00', { created_before: local(0, 0), order: 'newest' }],
    [
      'state=FAILURE&error_kind=file&worker=w&search=abc&order=oldest',
      { state: 'FAILURE', error_kind: 'file', worker: 'w', search: 'abc', order: 'oldest' },
    ],
  ])('“%s” is %j', (address, query) => {
    expect(queryOfAddress(address)).toEqual(query);
  });

  it.each(taskStates)('knows the state %s', (state) => {
    expect(queryOfAddress(`state=${state}`)).toMatchObject({ state });
  });

  it.each(errorKinds)('knows the error kind %s', (kind) => {
    expect(queryOfAddress(`error_kind=${kind}`)).toMatchObject({ error_kind: kind });
  });
});

describe('invalid filters', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['search=%20&worker=%20&user_id=', []],
    ['state=FAILURE&search=abc&worker=w&created_from=2026-01-01T08:30', []],
    ['state=NOPE', ['state']],
    ['error_kind=x', ['error_kind']],
    ['user_id=abc', ['user_id']],
    ['created_from=2026-13-01T00:00', ['created_from']],
    ['created_before=soon', ['created_before']],
    [
      'created_before=soon&user_id=abc&state=NOPE&error_kind=x&created_from=zzz',
      ['state', 'error_kind', 'user_id', 'created_from', 'created_before'],
    ],
    ['order=random', []],
  ])('of “%s” are %j', (address, names) => {
    expect(invalidFilters(filtersOf(address))).toEqual(names);
  });
});

describe('an address without filters', () => {
  it.each([
    ['', true],
    ['order=oldest', true],
    ['unknown=1', true],
    ['search=', true],
    ['search=a', false],
    ['state=NOPE', false],
    ['created_before=2026-01-01T00:00', false],
  ])('“%s”: %s', (address, unfiltered) => {
    expect(isUnfiltered(filtersOf(address))).toBe(unfiltered);
  });
});

describe('the address of filters', () => {
  it.each<[Partial<Filters>, string]>([
    [{ worker: 'worker@host' }, '/tasks?worker=worker%40host'],
    [{ search: 'a b&c=d' }, '/tasks?search=a+b%26c%3Dd'],
    [{ search: '練習' }, '/tasks?search=%E7%B7%B4%E7%BF%92'],
    [{ state: 'FAILURE', user_id: userId }, `/tasks?state=FAILURE&user_id=${userId}`],
  ])('%j is %s and reads back', (filters, address) => {
    expect(addressOf(filters)).toBe(address);
    expect(filtersOf(address.slice(address.indexOf('?')))).toMatchObject(filters);
  });
});

describe('tasks accepted now', () => {
  it.each([
    ['', 'all'],
    ['state=PENDING', 'all'],
    ['order=oldest', 'all'],
    ['created_from=2026-01-01T00:00', 'all'],
    ['created_before=2026-12-31T00:00', 'all'],
    ['search=abc', 'some'],
    [`user_id=${userId}`, 'some'],
    ['state=PENDING&search=abc', 'some'],
    ['state=SUCCESS', 'none'],
    ['state=RETRY', 'none'],
    ['error_kind=file', 'none'],
    ['worker=w%40h&search=abc', 'none'],
    ['created_before=2026-01-01T00:00', 'none'],
    ['created_from=2026-12-31T00:00', 'none'],
    [`user_id=${userId}&created_before=2026-01-01T00:00`, 'none'],
  ])('match “%s”: %s', (address, match) => {
    expect(matchOfNewTasks(queryOfAddress(address), new Date('2026-06-01T00:00:00Z'))).toBe(match);
  });
});
