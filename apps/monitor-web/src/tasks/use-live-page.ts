import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTaskPage, type TaskPage } from '../api/tasks.js';
import { useTaskEvents } from '../live/live.js';
import { followRows, newTasks } from './follow-rows.js';
import type { TaskSearch } from './use-task-search.js';

/**
 * A page of tasks whose rows change as their tasks go on. New tasks are counted and shown on demand: a table that moves
 * under the hand makes one hit the wrong row.
 */
export function useLivePage({ query, cursor }: TaskSearch) {
  const client = useQueryClient();
  const page = useTaskPage(query, cursor);
  const [newer, setNewer] = useState<ReadonlySet<string>>(new Set());
  const rows = page.data?.tasks ?? [];
  useTaskEvents((events) => {
    client.setQueryData<TaskPage>(['tasks', query, cursor], (before) => {
      const tasks = before && followRows(before.tasks, events);
      return before && tasks && tasks !== before.tasks ? { ...before, tasks } : before;
    });
    const arrived = newTasks(rows, events);
    if (arrived.length > 0) setNewer((before) => new Set([...before, ...arrived]));
  });
  const shown = new Set(rows.map((row) => row.task_id));
  const newerCount = [...newer].filter((id) => !shown.has(id)).length;
  const showNewer = (): void => {
    setNewer(new Set());
    void page.refetch();
  };
  return { page, rows, newerCount, showNewer };
}
