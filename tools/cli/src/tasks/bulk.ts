import { monitor } from '@vocalborn/client';
import type { Answer } from '../answer.js';
import type { MonitorClient } from '../monitor-client.js';
import { table } from '../table.js';
import { mostPerRequest } from './filter.js';

export type TaskAction = monitor.BulkDto['action'];

/** Asks the monitor to act on each task; it acts through the lifecycle and writes an audit entry. */
export async function doToAll(
  client: MonitorClient,
  action: TaskAction,
  taskIds: readonly string[],
): Promise<monitor.TaskOutcomeDto[]> {
  const results: monitor.TaskOutcomeDto[] = [];
  for (let begin = 0; begin < taskIds.length; begin += mostPerRequest) {
    const task_ids = taskIds.slice(begin, begin + mostPerRequest);
    const answer = await client.ask((by) => monitor.actOnTasks({ ...by, body: { action, task_ids } }));
    results.push(...answer.results);
  }
  return results;
}

const words = { revoke: 'cancelled', retry: 'queued again' } as const;

/** Reports the outcome for each task. Not ok unless all were done. */
export function outcomeOf(action: TaskAction, results: readonly monitor.TaskOutcomeDto[]): Answer {
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
