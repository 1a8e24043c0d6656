import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { StreamedTable } from '@vocalborn/client';
import { queryKeys } from '../api/queries.js';
import type { Change } from './event-stream.js';

/** What is read anew when figures may have changed. */
const figures: readonly QueryKey[] = [queryKeys.kpis, queryKeys.series, queryKeys.taskCounts, queryKeys.alerts];

const tables: Readonly<Record<StreamedTable, QueryKey>> = {
  workers: queryKeys.workers,
  queues: queryKeys.queues,
  alerts: queryKeys.alerts,
};

/** Takes over the rows that the stream carries, or reads anew what it says has changed. */
export function takeChange(queries: QueryClient, change: Change): void {
  const readAnew = (queryKey: QueryKey): void => void queries.invalidateQueries({ queryKey });
  switch (change.event) {
    case 'workers':
    case 'queues':
      takeTable(queries, tables[change.event], change.data);
      break;
    case 'alerts':
      readAnew(tables.alerts);
      break;
    case 'figures':
      for (const queryKey of figures) readAnew(queryKey);
      break;
    case 'unreadable':
      // Reading fails then, and the page says that its rows are old.
      readAnew(tables[change.data.table]);
  }
}

function takeTable(queries: QueryClient, queryKey: QueryKey, table: unknown): void {
  queries.setQueryData(queryKey, table);
  // An answer that is under way may be older, or may be the failure that has just passed.
  if (queries.getQueryState(queryKey)?.fetchStatus === 'fetching') void queries.invalidateQueries({ queryKey });
}
