import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { StreamedTable } from '@vocalborn/client';
import { queryKeys } from '../api/queries.js';
import type { Change } from './event-stream.js';

/** Query keys to reload when figures may have changed. */
const figures: readonly QueryKey[] = [queryKeys.kpis, queryKeys.series, queryKeys.taskCounts, queryKeys.alerts];

const tables: Readonly<Record<StreamedTable, QueryKey>> = {
  workers: queryKeys.workers,
  queues: queryKeys.queues,
  alerts: queryKeys.alerts,
};

/** Stores the rows that the message carries, or reloads the tables that it names. */
export function takeChange(queries: QueryClient, change: Change): void {
  const invalidate = (queryKey: QueryKey): void => void queries.invalidateQueries({ queryKey });
  switch (change.event) {
    case 'workers':
    case 'queues':
      takeTable(queries, tables[change.event], change.data);
      break;
    case 'alerts':
      invalidate(tables.alerts);
      break;
    case 'figures':
      for (const queryKey of figures) invalidate(queryKey);
      break;
    case 'unreadable':
      // The reload fails, and the page marks its rows as out of date.
      invalidate(tables[change.data.table]);
  }
}

function takeTable(queries: QueryClient, queryKey: QueryKey, table: unknown): void {
  queries.setQueryData(queryKey, table);
  // A pending answer may be older than these rows, or be a failure that no longer applies.
  if (queries.getQueryState(queryKey)?.fetchStatus === 'fetching') void queries.invalidateQueries({ queryKey });
}
