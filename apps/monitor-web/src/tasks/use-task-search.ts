import { useSearchParams } from 'react-router';
import { useState } from 'react';
import type { TaskQuery } from '../api/queries.js';
import {
  invalidFilters,
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
  /** Filters with invalid values. */
  readonly invalid: readonly FilterName[];
  /** Null while a filter is invalid, because ignoring the filter would show unrelated tasks. */
  readonly query: TaskQuery | null;
  readonly set: (name: FilterName | 'order', value: string) => void;
  readonly reset: () => void;
  readonly cursor: string | null;
  readonly pageNumber: number;
  readonly nextPage: (next: string) => void;
  readonly previousPage: () => void;
}

/** The search of the tasks page. The address holds the filters, so that a search can be shared; the page number is local. */
export function useTaskSearch(): TaskSearch {
  const [address, setAddress] = useSearchParams();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const filters = readFilters(address);
  const order = readOrder(address);
  const invalid = invalidFilters(filters);
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
    ...{ filters, order, invalid, query: invalid.length > 0 ? null : queryOf(filters, order), set, reset },
    cursor: cursors.at(-1) ?? null,
    pageNumber: cursors.length + 1,
    nextPage: (next) => setCursors([...cursors, next]),
    previousPage: () => setCursors(cursors.slice(0, -1)),
  };
}
