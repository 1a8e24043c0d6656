import { Badge } from '@mantine/core';
import type { WorkerRow } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';

export type Standing = WorkerRow['status'] | 'stopping' | 'unknown';

const colours: Readonly<Record<Standing, string>> = {
  online: signals.good,
  stopping: signals.warning,
  offline: signals.critical,
  unknown: signals.neutral,
};

/** State of a worker for display; unknown when its row may be out of date. */
export function standingOf({ status, stopping }: Pick<WorkerRow, 'status' | 'stopping'>, isStale: boolean): Standing {
  if (isStale) return 'unknown';
  return status === 'online' && stopping ? 'stopping' : status;
}

export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const { workers } = useWords();
  return <Badge color={colours[standing]}>{workers[standing]}</Badge>;
}
