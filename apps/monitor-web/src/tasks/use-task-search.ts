import { useSearchParams } from 'react-router';
import { useState } from 'react';
import type { TaskQuery } from '../api/queries.js';
import {
  notUnderstood,
  queryOf,
  readFilters,
  readOrder,
  type FilterName,
  type Filters,
  type Order,
} from './filters.js';

export interface TaskSearch {
  readonly filters: Filters;
  readonly order: Order;
  /** Filters that hold what cannot be looked for. */
  readonly unclear: readonly FilterName[];
  /** Null while a filter is unclear: without it, tasks would be found that nobody asked for. */
  readonly query: TaskQuery | null;
  readonly set: (name: FilterName | 'order', value: string) => void;
  readonly reset: () => void;
  readonly cursor: string | null;
  readonly pageNumber: number;
  readonly goOn: (next: string) => void;
  readonly goBack: () => void;
}

/** What is looked for stands in the address, so that it can be sent to somebody; where in it one is does not. */
export function useTaskSearch(): TaskSearch {
  const [address, setAddress] = useSearchParams();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const filters = readFilters(address);
  const order = readOrder(address);
  const unclear = notUnderstood(filters);
  const set = (name: FilterName | 'order', value: string): void => {
    setCursors([]);
    setAddress(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  const reset = (): void => {
    setCursors([]);
    setAddress({}, { replace: true });
  };
  return {
    ...{ filters, order, unclear, query: unclear.length > 0 ? null : queryOf(filters, order), set, reset },
    cursor: cursors.at(-1) ?? null,
    pageNumber: cursors.length + 1,
    goOn: (next) => setCursors([...cursors, next]),
    goBack: () => setCursors(cursors.slice(0, -1)),
  };
}
