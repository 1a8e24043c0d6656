import { instantBounds } from '@vocalborn/api-description';
import type { TaskOrder } from '@vocalborn/task-ledger';
import { Problem } from '../http/problem.js';

/**
 * The order of tasks for Flower's `sort_by`. Columns that are the same for every task sort by age. As in Flower, a
 * column sorts upwards unless a minus precedes it; without a column the newest task comes first.
 */
export function orderOf(sortBy = '-received'): TaskOrder {
  const isDescending = sortBy.startsWith('-');
  const column = isDescending ? sortBy.slice(1) : sortBy;
  if (column === 'state') return 'state';
  if (column === 'runtime') return isDescending ? 'slowest' : 'fastest';
  return isDescending ? 'newest' : 'oldest';
}

/** Reads a time as Flower's page sends it. @throws Problem 400 naming the field */
export function readTime(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  if (!(time >= instantBounds.earliest && time <= instantBounds.latest))
    throw new Problem(400, `${field} must be a time from 1970 on, of the form YYYY-MM-DD HH:MM`);
  return time;
}
