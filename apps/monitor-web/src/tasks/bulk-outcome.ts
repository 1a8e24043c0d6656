import { transitions, type TaskState } from '@vocalborn/task';
import type { BulkResult, TaskAction } from '../api/actions.js';
import type { TaskRow } from '../api/queries.js';

/** A task that was chosen, in the state in which it was last seen. */
export type ChosenTask = Pick<TaskRow, 'task_id' | 'state'>;

const leadsTo: Readonly<Record<TaskAction, TaskState>> = { retry: 'PENDING', revoke: 'REVOKED' };

/** The tasks whose state allows something to be done to them. */
export const affected = (action: TaskAction, tasks: readonly ChosenTask[]): ChosenTask[] =>
  tasks.filter(({ state }) => transitions[state].includes(leadsTo[action]));

/** Of how many tasks each reason was given, the most frequent first. */
export function refusals(results: readonly BulkResult[]): [code: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { code } of results) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
