import type { Answer } from '../answer.js';
import type { MonitorClient } from '../monitor/monitor-client.js';
import { table } from '../table.js';
import { mostPerRequest } from './filter.js';

export interface Done {
  readonly task_id: string;
  readonly done: boolean;
  readonly reason: string | null;
}

/** Has the monitor do something to each of the tasks, through the lifecycle and written down in its audit log. */
export async function doToAll(
  monitor: MonitorClient,
  action: 'revoke' | 'retry',
  taskIds: readonly string[],
): Promise<Done[]> {
  const results: Done[] = [];
  for (let begin = 0; begin < taskIds.length; begin += mostPerRequest) {
    const task_ids = taskIds.slice(begin, begin + mostPerRequest);
    const answer = await monitor.post<{ results: Done[] }>('/api/tasks/bulk', { action, task_ids });
    results.push(...answer.results);
  }
  return results;
}

const words = { revoke: 'cancelled', retry: 'queued again' } as const;

/** Tells of every task what became of it; not all done is a failure. */
export function outcomeOf(action: 'revoke' | 'retry', results: readonly Done[]): Answer {
  const done = results.filter((result) => result.done).length;
  const rows = results.map((result) => [
    result.task_id,
    result.done ? words[action] : `not ${words[action]}`,
    result.reason,
  ]);
  const sum = `${done} of ${results.length} tasks ${words[action]}.`;
  const text = results.length === 0 ? sum : `${table(['TASK', 'OUTCOME', 'REASON'], rows)}\n${sum}`;
  return { json: { action, done, results }, text, ok: done === results.length };
}
