/** The one kind of task, by Celery's name. Beside the states: the dashboard needs it without a schema library. */
export const taskName = 'analyze_audio';

/** Every state of a task, in upper case as Redis and Postgres hold it. HTTP shows the states in lower case. */
export const taskStates = ['PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;
export type TaskState = (typeof taskStates)[number];

/** A state as HTTP answers show it. */
export type TaskStatusWord = Lowercase<TaskState>;

/**
 * The transitions of a task. No other transition exists: Postgres refuses it with a trigger that is generated from this
 * table, and docs/architecture.md draws it.
 *
 * PROCESSING → PROCESSING is no transition. When the worker of an attempt is lost, the next claim takes the task over
 * under a higher attempt number. FAILURE → PENDING and REVOKED → PENDING are reruns that a person asked for.
 */
export const transitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  PENDING: ['PROCESSING', 'REVOKED'],
  PROCESSING: ['SUCCESS', 'RETRY', 'FAILURE', 'REVOKED'],
  RETRY: ['PROCESSING', 'REVOKED'],
  SUCCESS: [],
  FAILURE: ['PENDING'],
  REVOKED: ['PENDING'],
};

/**
 * Order of the states within one attempt. The result cache drops a write of a lower rank or of a lower attempt, so that
 * a late message of a lost worker never moves a task backwards.
 */
export const stateRank: Readonly<Record<TaskState, number>> = {
  PENDING: 0,
  PROCESSING: 1,
  RETRY: 2,
  SUCCESS: 3,
  FAILURE: 3,
  REVOKED: 3,
};

/** Limit of a count of tasks. Counting stops here; the limit stands for "this many or more". */
export const taskCountLimit = 10_000;

/** Whether no worker may change the task any more. */
export function isFinal(state: TaskState): boolean {
  return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

/** The state as HTTP answers show it. */
export function statusWord(state: TaskState): TaskStatusWord {
  return state.toLowerCase() as TaskStatusWord;
}
