import { useState } from 'react';
import { useTaskEvents } from '../live/live.js';
import type { ChosenTask } from './bulk-outcome.js';
import { followSelected, nothingSelected, toggle, toggleAll } from './selection.js';

export interface Selection {
  readonly tasks: readonly ChosenTask[];
  readonly has: (id: string) => boolean;
  readonly toggle: (task: ChosenTask) => void;
  /** Selects all given tasks; deselects them when all are selected. */
  readonly toggleAll: (tasks: readonly ChosenTask[]) => void;
  readonly clear: () => void;
}

/** The selected tasks across pages, with their current states. */
export function useSelection(): Selection {
  const [selected, setSelected] = useState(nothingSelected);
  useTaskEvents((events) => setSelected((before) => followSelected(before, events)));
  return {
    tasks: [...selected.values()],
    has: (id) => selected.has(id),
    toggle: (task) => setSelected((before) => toggle(before, task)),
    toggleAll: (tasks) => setSelected((before) => toggleAll(before, tasks)),
    clear: () => setSelected(nothingSelected),
  };
}
