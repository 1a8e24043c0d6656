import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type TaskPage, type TaskRow, useTaskPage } from '../api/queries.js';
import { useTaskEvents } from '../live/live.js';
import { matchOfNewTasks } from './filters.js';
import { followRows, newTasks } from './follow-rows.js';
import type { TaskSearch } from './use-task-search.js';

/** Ids of newly accepted tasks, and the query they belong to. */
interface Newer {
  readonly query: string;
  readonly ids: ReadonlySet<string>;
}

const nothing: readonly TaskRow[] = [];

/**
 * Reads a page of tasks and updates its rows live. New tasks are counted and shown on demand, because rows that move
 * lead to clicks on the wrong row.
 */
export function useLivePage({ query, cursor }: TaskSearch) {
  const client = useQueryClient();
  const page = useTaskPage(query, cursor);
  const key = JSON.stringify(query);
  const [newer, setNewer] = useState<Newer>({ query: key, ids: new Set() });
  // Do not show the rows of an earlier query.
  const rows = query === null ? nothing : (page.data?.tasks ?? nothing);
  const match = query === null ? 'none' : matchOfNewTasks(query);
  useTaskEvents((events) => {
    client.setQueryData<TaskPage>(['tasks', query, cursor], (before) => {
      const tasks = before && followRows(before.tasks, events);
      return before && tasks && tasks !== before.tasks ? { ...before, tasks } : before;
    });
    const arrived = newTasks(rows, events);
    if (match === 'none' || arrived.length === 0) return;
    setNewer((before) => ({ query: key, ids: new Set([...(before.query === key ? before.ids : []), ...arrived]) }));
  });
  const shown = new Set(rows.map((row) => row.task_id));
  const newerCount = newer.query === key ? [...newer.ids].filter((id) => !shown.has(id)).length : 0;
  const showNewer = (): void => {
    setNewer({ query: key, ids: new Set() });
    void page.refetch();
  };
  return { page, rows, newerCount, newerMatch: match, showNewer };
}
