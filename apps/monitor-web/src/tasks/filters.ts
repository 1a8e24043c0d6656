import { errorKinds, taskStates } from '@vocalborn/task';
import type { TaskQuery } from '../api/queries.js';

/** Filters of the search. The address and the API use the same names. */
const filterNames = ['search', 'state', 'error_kind', 'worker', 'user_id', 'created_from', 'created_before'] as const;
export type FilterName = (typeof filterNames)[number];

export type Filters = Readonly<Record<FilterName, string>>;
const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;
export type Order = (typeof orders)[number];

export function readFilters(address: URLSearchParams): Filters {
  return Object.fromEntries(filterNames.map((name) => [name, address.get(name) ?? ''])) as Filters;
}

export const readOrder = (address: URLSearchParams): Order =>
  orders.find((known) => known === address.get('order')) ?? 'newest';

export const isUnfiltered = (filters: Filters): boolean => filterNames.every((name) => filters[name] === '');

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names of filters with a value that the API would refuse, such as half an id. */
export function invalidFilters(filters: Filters): FilterName[] {
  const query = queryOf(filters, 'newest');
  return filterNames.filter((name) => filters[name].trim() !== '' && !(name in query));
}

/**
 * Whether tasks accepted from now on match the query: all, none, or some. A new task is PENDING and has no worker or
 * error; its event carries no user and no record.
 */
export function matchOfNewTasks(query: TaskQuery, now: Date = new Date()): 'all' | 'some' | 'none' {
  const { state, error_kind: kind, worker, created_from: from, created_before: before } = query;
  const isLater = (instant: string | undefined): boolean => instant !== undefined && new Date(instant) > now;
  if ((state && state !== 'PENDING') || kind || worker || isLater(from) || (before && !isLater(before))) return 'none';
  return query.search || query.user_id ? 'some' : 'all';
}

/** Converts filters to the query of the API. Omits values that the API would refuse, such as half an id. */
export function queryOf(filters: Filters, order: Order): TaskQuery {
  const { search, state, error_kind: kind, worker, user_id: userId } = filters;
  const fields = {
    search: search.trim(),
    state: taskStates.find((known) => known === state),
    error_kind: errorKinds.find((known) => known === kind),
    worker: worker.trim(),
    user_id: uuid.test(userId.trim()) ? userId.trim() : undefined,
    created_from: instantOf(filters.created_from),
    created_before: instantOf(filters.created_before),
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return { ...Object.fromEntries(given), order };
}

/** Address of the tasks page with these filters. */
export const addressOf = (filters: Partial<Filters>): string => `/tasks?${new URLSearchParams(filters).toString()}`;

/** Converts the value of a datetime-local field, in local time, to an ISO instant. */
function instantOf(local: string): string | undefined {
  const time = new Date(local);
  return local === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
