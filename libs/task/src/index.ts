/**
 * What a task is: its states and transitions, its steps, the kinds of failure and their retry policy, who may see it,
 * the statuses of its practice record, the job on the queue, and the snapshot that all parts of the system exchange.
 * Pure: no storage, no network.
 */
export {
  taskName,
  taskStates,
  transitions,
  stateRank,
  isFinal,
  statusWord,
  taskCountLimit,
  type TaskState,
  type TaskStatusWord,
} from './states.js';
export { endingEvents, endingEventNames, type EndingEvent, type FinalState } from './ending-events.js';
export { steps, stepNames, stepText, type StepName, type StepMark, type StepText, type Language } from './steps.js';
export { retryTable, errorKinds, errorKindLabels, type ErrorKind, type RetryRule } from './retry-table.js';
export { nextAttempt, plannedDelaySeconds, jitterFraction, type NextAttempt } from './next-attempt.js';
export { TaskError, type TaskErrorOptions, type TaskFault } from './task-error.js';
export { classifyError } from './classify-error.js';
export {
  recordStatuses,
  recordStatusAfter,
  recordTransitions,
  analysableStatuses,
  recordableStatuses,
  refusalOf,
  type RecordStatus,
  type RecordRefusal,
} from './record-status.js';
export {
  mayActFor,
  relatedUsersSql,
  roles,
  visibilitySql,
  visibilityOfAnyRoleSql,
  type Caller,
  type Role,
} from './visibility.js';
export {
  snapshotFields,
  snapshotFieldEntries,
  type SnapshotField,
  type StoredSnapshotField,
  type TaskSnapshot,
} from './snapshot.js';
export { isNewerPayload, jobPayload, parseJobPayload, type JobPayload } from './job-payload.js';
