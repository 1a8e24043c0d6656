import { dataOf, monitor } from '@vocalborn/client';
import { taskName } from '@vocalborn/task';
import { client } from './client.js';

export type TaskAction = monitor.BulkDto['action'];
export type BulkAnswer = monitor.BulkAnswerDto;
export type BulkResult = monitor.TaskOutcomeDto;

/** Maximum number of tasks in one request. */
export const bulkLimit = 500;

export const actOnTasks = (action: TaskAction, taskIds: readonly string[]): Promise<BulkAnswer> =>
  dataOf(monitor.actOnTasks({ client, body: { action, task_ids: [...taskIds] } }));

const workerCommands = {
  shutdown: (name: string) => monitor.shutDownWorker({ client, path: { name } }),
  'pool/restart': (name: string) => monitor.restartPool({ client, path: { name } }),
  'pool/grow': (name: string) => monitor.growPool({ client, path: { name }, body: { n: 1 } }),
  'pool/shrink': (name: string) => monitor.shrinkPool({ client, path: { name }, body: { n: 1 } }),
};

export type WorkerAction = keyof typeof workerCommands;

export const commandWorker = (action: WorkerAction, name: string): Promise<monitor.MessageDto> =>
  dataOf(workerCommands[action](name));

/** @param soft seconds; null for no soft limit. @param hard seconds */
export function setTimeLimits(name: string, soft: number | null, hard: number): Promise<monitor.MessageDto> {
  const body = { workername: name, hard, ...(soft === null ? {} : { soft }) };
  return dataOf(monitor.setTimeLimits({ client, path: { taskname: taskName }, body }));
}

export const addSilence = (name: string, minutes: number, reason: string): Promise<unknown> =>
  dataOf(monitor.addSilence({ client, body: { name, minutes, reason } }));

export const endSilence = (silenceId: string): Promise<unknown> =>
  dataOf(monitor.endSilence({ client, path: { silence_id: silenceId } }));
