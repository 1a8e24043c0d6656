/**
 * What a task is: its states and transitions, its steps, the kinds of failure and their retry policy, the job on the
 * queue, and the snapshot that all parts of the system exchange. Pure: no storage, no network.
 */
export {
  taskStates,
  transitions,
  stateRank,
  isFinal,
  statusWord,
  type TaskState,
  type TaskStatusWord,
} from './states.js';
export { errorKinds, type ErrorKind, type TaskFault } from './error-kinds.js';
export { steps, stepNames, stepText, type StepName, type StepMark, type StepText, type Language } from './steps.js';
export { type TaskSnapshot } from './snapshot.js';
export { jobPayload, parseJobPayload, taskName, type JobPayload } from './job-payload.js';
export { mostCounted } from './most-counted.js';
export { retryTable, type RetryRule } from './retry-table.js';
export { nextTry, plannedDelaySeconds, jitterFraction, type NextTry } from './next-attempt.js';
export { classifyError } from './classify-error.js';
export { TaskError, type TaskErrorOptions } from './task-error.js';
