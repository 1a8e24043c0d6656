import { taskName, type TaskSnapshot, type TaskState } from '@vocalborn/task';
import type { FlowerState, FlowerTaskDto } from './flower-task.dto.js';

/** Celery's name of each state. */
const flowerStates: Readonly<Record<TaskState, FlowerState>> = {
  PENDING: 'PENDING',
  PROCESSING: 'STARTED',
  RETRY: 'RETRY',
  SUCCESS: 'SUCCESS',
  FAILURE: 'FAILURE',
  REVOKED: 'REVOKED',
};

/** The state with Celery's name or this system's name; null if there is none. */
export function stateOf(name: string): TaskState | null {
  const wanted = name === 'RECEIVED' ? 'PENDING' : name;
  const states = Object.keys(flowerStates) as TaskState[];
  return states.find((state) => state === wanted || flowerStates[state] === wanted) ?? null;
}

const epoch = (time: string | null): number | null => (time === null ? null : Date.parse(time) / 1000);

/** A task in the form of Flower's API. Times are seconds since 1970. Flower has no progress and no step. */
export function flowerTask(task: TaskSnapshot): FlowerTaskDto {
  const { status, startedAt, completedAt, error } = task;
  const ended = epoch(completedAt);
  const when = (state: TaskState): number | null => (status === state ? ended : null);
  return {
    uuid: task.taskId,
    name: taskName,
    state: flowerStates[status],
    received: epoch(task.createdAt),
    sent: epoch(task.createdAt),
    started: epoch(startedAt),
    rejected: null,
    succeeded: when('SUCCESS'),
    failed: when('FAILURE'),
    retried: status === 'RETRY' ? epoch(startedAt) : null,
    revoked: when('REVOKED'),
    args: `['${task.practiceRecordId}']`,
    kwargs: '{}',
    eta: task.nextRetryAt,
    expires: null,
    retries: task.retryCount,
    worker: task.workerName,
    result: task.resultId === null ? null : `{'result_id': '${task.resultId}'}`,
    exception: error ? `${error.kind}: ${error.message}` : null,
    traceback: task.traceback,
    timestamp: ended ?? epoch(startedAt) ?? epoch(task.createdAt),
    runtime: status === 'SUCCESS' && ended !== null ? ended - (epoch(startedAt) ?? ended) : null,
    exchange: null,
    routing_key: null,
    clock: task.attempt,
    client: null,
    root: task.taskId,
    root_id: task.taskId,
    parent: null,
    parent_id: null,
    children: [],
    progress: task.progress,
    current_step: task.step,
  };
}
