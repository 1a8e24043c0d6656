import type { TaskOrder } from '@vocalborn/task-ledger';
import { earliest, latest } from '../http/instants.js';
import { Problem } from '../http/problem.js';

/**
 * By what Flower's table can be sorted, and tasks can here: its other columns say the same of every task. Flower sorts
 * upwards unless told otherwise; without a wish we give the newest first, as its page does.
 */
export function orderOf(sortBy = '-received'): TaskOrder {
  const isDescending = sortBy.startsWith('-');
  const column = isDescending ? sortBy.slice(1) : sortBy;
  if (column === 'state') return 'state';
  if (column === 'runtime') return isDescending ? 'slowest' : 'fastest';
  return isDescending ? 'newest' : 'oldest';
}

/** A time as Flower's page sends it. @throws Problem naming the field */
export function readTime(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  if (!(time >= earliest && time <= latest))
    throw new Problem(400, `${field} must be a time from 1970 on, of the form YYYY-MM-DD HH:MM`);
  return time;
}
