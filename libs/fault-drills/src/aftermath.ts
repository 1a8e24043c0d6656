import { waitFor } from '@vocalborn/system-harness';
import { setTimeout as delay } from 'node:timers/promises';
import type { DrilledSystem } from './drilled-system.js';
import { countOpen } from './evidence.js';
import type { Load } from './load.js';
import type { Remarks } from './outcome.js';

/** Several tasks per slot, so that each worker gets one. */
const tasksPerSlot = 3;
const recoveryMs = 30_000;
const roundMs = 25_000;
const betweenRoundsMs = 2_000;

/**
 * Checks after the repair that every worker takes tasks and that the gateway queues them: a system may lose nothing and
 * still have a worker or gateway that hangs. The tasks of this check count as accepted like all others.
 */
export async function checkAftermath(drilled: DrilledSystem, load: Load, since: string, remarks: Remarks) {
  const { workers, concurrency } = drilled.size;
  const deadline = Date.now() + recoveryMs;
  let missing: string[] = [];
  do {
    const taskIds = await load.submitMore(tasksPerSlot * workers * concurrency);
    const ended = async (): Promise<boolean> => (await countOpen(drilled, since)) === 0;
    await waitFor(ended, { what: 'the last tasks to end', timeoutMs: roundMs }).catch(() => undefined);
    missing = [...(await idleWorkers(drilled, taskIds)), ...unqueued(load, taskIds)];
  } while (missing.length > 0 && Date.now() < deadline && (await delay(betweenRoundsMs, true)));
  for (const remark of missing) remarks.add(`${remark} ${recoveryMs / 1000} s after the repair`);
}

async function idleWorkers(drilled: DrilledSystem, taskIds: readonly string[]): Promise<string[]> {
  const ids = taskIds.map((taskId) => `'${taskId}'`).join(',');
  if (ids === '') return ['the gateway accepts nothing'];
  const rows = await drilled.sql(`select distinct worker_name from ai_analysis_tasks where task_id in (${ids})`);
  const busy = new Set(rows.map((row) => String(row['worker_name']).split('@')[0]));
  const idle = drilled.workerNumbers.map((number) => `worker${number}`).filter((name) => !busy.has(name));
  return idle.map((name) => `${name} takes no task`);
}

/** The gateway reports a queue position unless it could not queue the task and left that to recovery. */
function unqueued(load: Load, taskIds: readonly string[]): string[] {
  const places = taskIds.map((taskId) => load.tasks.get(taskId)?.queuePosition);
  return places.every((place) => typeof place === 'number') ? [] : ['the gateway does not reach the queue'];
}
