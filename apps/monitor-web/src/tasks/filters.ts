import { errorKinds, taskStates } from '@vocalborn/task';
import type { TaskQuery } from '../api/queries.js';

/** What tasks are looked for by, under the names of the address and of the API alike. */
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

/** Filters that hold what the API would refuse, such as half an id: without them everything would be found. */
export function notUnderstood(filters: Filters): FilterName[] {
  const query = queryOf(filters, 'newest');
  return filterNames.filter((name) => filters[name].trim() !== '' && !(name in query));
}

/**
 * Whether a task that is accepted now would be among those looked for: it waits, and nothing of it is known yet but who
 * asked for it, which its event does not tell.
 */
export function fitOfNewTasks(query: TaskQuery, now: Date = new Date()): 'all' | 'some' | 'none' {
  const { state, error_kind: kind, worker, created_from: from, created_before: before } = query;
  const isLater = (instant: string | undefined): boolean => instant !== undefined && new Date(instant) > now;
  if ((state && state !== 'PENDING') || kind || worker || isLater(from) || (before && !isLater(before))) return 'none';
  return query.search || query.user_id ? 'some' : 'all';
}

/** The query of the API; leaves out what the API would refuse, such as half an id. */
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

/** The address of the page of tasks with these filters set. */
export const addressOf = (filters: Partial<Filters>): string => `/tasks?${new URLSearchParams(filters).toString()}`;

/** A field of the browser holds local time, without a zone. */
function instantOf(local: string): string | undefined {
  const time = new Date(local);
  return local === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
