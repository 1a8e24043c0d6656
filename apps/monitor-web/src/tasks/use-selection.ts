import { useState } from 'react';
import { bulkLimit } from '../api/tasks.js';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** Selects all of these, or none of them when all are. */
  readonly toggleAll: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

/** Which tasks are chosen, over pages; no more than can be done something to at once. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const keep = (chosen: Iterable<string>): void => setIds(new Set([...chosen].slice(0, bulkLimit)));
  return {
    ids,
    toggle: (id) => keep(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]),
    toggleAll: (all) => {
      const others = [...ids].filter((id) => !all.includes(id));
      keep(all.every((id) => ids.has(id)) ? others : [...others, ...all]);
    },
    clear: () => setIds(new Set()),
  };
}
