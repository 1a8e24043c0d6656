import { useState } from 'react';
import { useActiveTasks } from '../api/live-tables.js';
import { useTaskEvents } from '../live/live.js';
import { nothingFollowed, takeEvents, takeTable } from './reduce-active.js';

/** The tasks that have not ended: the table first, then event by event. */
export function useActive() {
  const table = useActiveTasks();
  const [state, setState] = useState(nothingFollowed);
  const [taken, setTaken] = useState<typeof table.data>();
  if (table.data && table.data !== taken) {
    setTaken(table.data);
    setState(takeTable(state, table.data.tasks));
  }
  useTaskEvents((events) => setState((before) => takeEvents(before, events)));
  return { table, state };
}
