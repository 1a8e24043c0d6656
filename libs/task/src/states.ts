/** Every state of a task, upper case as in Redis and Postgres; HTTP shows them in lower case. */
export const taskStates = ['PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;
export type TaskState = (typeof taskStates)[number];

/** The word that HTTP answers use for a state. */
export type TaskStatusWord = Lowercase<TaskState>;

/**
 * Where a task may go from each state. PROCESSING → PROCESSING is no transition: when the worker of one try is lost,
 * the next one takes the task over under a higher attempt number. A person may send an ended task back to PENDING.
 */
export const transitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  PENDING: ['PROCESSING', 'FAILURE', 'REVOKED'],
  PROCESSING: ['SUCCESS', 'RETRY', 'FAILURE', 'REVOKED'],
  RETRY: ['PROCESSING', 'FAILURE', 'REVOKED'],
  SUCCESS: [],
  FAILURE: ['PENDING'],
  REVOKED: ['PENDING'],
};

/**
 * How far a state is within one attempt. A write of a lower rank, or of a lower attempt, comes too late and is
 * dropped: this is what keeps a lost worker's messages from moving a task backwards.
 */
export const stateRank: Readonly<Record<TaskState, number>> = {
  PENDING: 0,
  PROCESSING: 1,
  RETRY: 2,
  SUCCESS: 3,
  FAILURE: 3,
  REVOKED: 3,
};

export function isFinal(state: TaskState): boolean {
  return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

export function statusWord(state: TaskState): TaskStatusWord {
  return state.toLowerCase() as TaskStatusWord;
}
