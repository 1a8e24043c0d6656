import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type TaskPage, type TaskRow, useTaskPage } from '../api/queries.js';
import { useTaskEvents } from '../live/live.js';
import { fitOfNewTasks } from './filters.js';
import { followRows, newTasks } from './follow-rows.js';
import type { TaskSearch } from './use-task-search.js';

/** Tasks that were accepted since, and for which question they were counted. */
interface Newer {
  readonly asked: string;
  readonly ids: ReadonlySet<string>;
}

const nothing: readonly TaskRow[] = [];

/**
 * A page of tasks whose rows change as their tasks go on. New tasks are counted and shown on demand: a table that moves
 * under the hand makes one hit the wrong row.
 */
export function useLivePage({ query, cursor }: TaskSearch) {
  const client = useQueryClient();
  const page = useTaskPage(query, cursor);
  const asked = JSON.stringify(query);
  const [newer, setNewer] = useState<Newer>({ asked, ids: new Set() });
  // Rows of an earlier question must not be taken for what was asked for now.
  const rows = query === null ? nothing : (page.data?.tasks ?? nothing);
  const fit = query === null ? 'none' : fitOfNewTasks(query);
  useTaskEvents((events) => {
    client.setQueryData<TaskPage>(['tasks', query, cursor], (before) => {
      const tasks = before && followRows(before.tasks, events);
      return before && tasks && tasks !== before.tasks ? { ...before, tasks } : before;
    });
    const arrived = newTasks(rows, events);
    if (fit === 'none' || arrived.length === 0) return;
    setNewer((before) => ({ asked, ids: new Set([...(before.asked === asked ? before.ids : []), ...arrived]) }));
  });
  const shown = new Set(rows.map((row) => row.task_id));
  const newerCount = newer.asked === asked ? [...newer.ids].filter((id) => !shown.has(id)).length : 0;
  const showNewer = (): void => {
    setNewer({ asked, ids: new Set() });
    void page.refetch();
  };
  return { page, rows, newerCount, newerFit: fit, showNewer };
}
