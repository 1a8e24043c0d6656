import type { QueryClient } from '@tanstack/react-query';
import type { Change } from './event-stream.js';

const figures = ['kpis', 'series', 'task-counts', 'alerts'];

/** Takes over what the stream tells of tables and figures, or has it read anew. */
export function takeChange(queries: QueryClient, change: Change, data: unknown): void {
  const readAnew = (...queryKey: string[]): void => void queries.invalidateQueries({ queryKey });
  switch (change) {
    case 'workers':
    case 'queues':
      takeTable(queries, ['live', change], data);
      break;
    case 'alerts':
      readAnew('alerts');
      break;
    case 'figures':
      for (const name of figures) readAnew(name);
      break;
    case 'unreadable': {
      // The page is to fail in reading, rather than to go on showing what was.
      const { table } = data as { readonly table: string };
      readAnew(...(table === 'alerts' ? [table] : ['live', table]));
    }
  }
}

function takeTable(queries: QueryClient, queryKey: readonly string[], table: unknown): void {
  queries.setQueryData(queryKey, table);
  // What is being read may be older, or end in the failure that has just passed.
  if (queries.getQueryState(queryKey)?.fetchStatus === 'fetching') void queries.invalidateQueries({ queryKey });
}
