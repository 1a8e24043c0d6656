/**
 * What a task is: its states and where they lead, the kinds of failure, its steps, the job on the queue, and the
 * snapshot that every part of the system exchanges. Pure: no storage, no network.
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
export { taskName } from './task-name.js';
export { jobPayload, parseJobPayload, type JobPayload } from './job-payload.js';
export { mostCounted } from './most-counted.js';
