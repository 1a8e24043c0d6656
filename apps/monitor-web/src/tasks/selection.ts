import type { TaskEvent } from '@vocalborn/client';
import { bulkLimit } from '../api/actions.js';
import type { ChosenTask } from './bulk-outcome.js';

/** Selected tasks by id, in the order of selection. Holds at most as many tasks as one request may name. */
export type SelectedTasks = ReadonlyMap<string, ChosenTask>;

export const nothingSelected: SelectedTasks = new Map();

/** Selects a task, or deselects it when it is selected. */
export function toggle(selected: SelectedTasks, task: ChosenTask): SelectedTasks {
  return toggleAll(selected, [task]);
}

/** Selects all given tasks; deselects them when all are selected. */
export function toggleAll(selected: SelectedTasks, tasks: readonly ChosenTask[]): SelectedTasks {
  const areSelected = tasks.every((task) => selected.has(task.task_id));
  const ids = new Set(tasks.map((task) => task.task_id));
  const others = [...selected.values()].filter((task) => !ids.has(task.task_id));
  const kept = areSelected ? others : [...others, ...tasks].slice(0, bulkLimit);
  return new Map(kept.map(({ task_id, state }) => [task_id, { task_id, state }]));
}

/** Updates the states of selected tasks. Returns the same map when no event concerns one of them. */
export function followSelected(selected: SelectedTasks, events: readonly TaskEvent[]): SelectedTasks {
  const relevant = events.filter((event) => selected.has(event.task_id));
  if (relevant.length === 0) return selected;
  return new Map([...selected, ...relevant.map(({ task_id, state }) => [task_id, { task_id, state }] as const)]);
}
