import { transitions, type TaskState } from '@vocalborn/task';
import type { BulkResult, TaskAction } from '../api/actions.js';
import type { TaskRow } from '../api/queries.js';

/** A selected task with its last known state. */
export type ChosenTask = Pick<TaskRow, 'task_id' | 'state'>;

const leadsTo: Readonly<Record<TaskAction, TaskState>> = { retry: 'PENDING', revoke: 'REVOKED' };

/** Tasks whose state allows the action. */
export const affected = (action: TaskAction, tasks: readonly ChosenTask[]): ChosenTask[] =>
  tasks.filter(({ state }) => transitions[state].includes(leadsTo[action]));

/** Number of refused tasks by reason, the most frequent first. */
export function refusals(results: readonly BulkResult[]): [code: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { code } of results) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
