import { useState } from 'react';
import { bulkLimit } from '../api/actions.js';
import { useTaskEvents } from '../live/live.js';
import type { ChosenTask } from './bulk-outcome.js';

export interface Selection {
  readonly tasks: readonly ChosenTask[];
  readonly has: (id: string) => boolean;
  readonly toggle: (task: ChosenTask) => void;
  /** Selects all of these, or none of them when all are. */
  readonly toggleAll: (tasks: readonly ChosenTask[]) => void;
  readonly clear: () => void;
}

/** Which tasks are chosen, over pages, in their present states; no more than can be done something to at once. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, ChosenTask>>(new Map());
  const keep = (tasks: readonly ChosenTask[]): void =>
    setChosen(new Map(tasks.slice(0, bulkLimit).map((task) => [task.task_id, task])));
  const without = (tasks: readonly ChosenTask[]): ChosenTask[] => {
    const ids = new Set(tasks.map((task) => task.task_id));
    return [...chosen.values()].filter((task) => !ids.has(task.task_id));
  };
  useTaskEvents((events) => {
    const news = events.filter((event) => chosen.has(event.task_id));
    if (news.length > 0) setChosen(new Map([...chosen, ...news.map((event) => [event.task_id, event] as const)]));
  });
  return {
    tasks: [...chosen.values()],
    has: (id) => chosen.has(id),
    toggle: (task) => keep(chosen.has(task.task_id) ? without([task]) : [...chosen.values(), task]),
    toggleAll: (tasks) =>
      keep(tasks.every((task) => chosen.has(task.task_id)) ? without(tasks) : [...without(tasks), ...tasks]),
    clear: () => setChosen(new Map()),
  };
}
