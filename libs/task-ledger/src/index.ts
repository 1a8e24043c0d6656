/**
 * The ledger: the record of all tasks in Postgres, which is the truth. One statement per operation, each atomic. Every
 * command names the state and the attempt that it expects and tells its caller when the task has moved on.
 */
export { acceptTask, acceptTasks, contended, type AcceptRequest, type AcceptOutcome } from './commands/accept-task.js';
export {
  claimTask,
  maxLostAttempts,
  succeedTask,
  type Claim,
  type SucceededAttempt,
  type AudioReference,
} from './commands/claim-and-succeed.js';
export { WorkerWrites } from './worker-writes.js';
export { recordProgress, type ProgressEntry } from './commands/record-progress.js';
export {
  scheduleRetry,
  failTask,
  failExhaustedTask,
  handBack,
  type FailedAttempt,
  type HandedBackAttempt,
} from './commands/end-attempt.js';
export { cancelTask } from './commands/cancel-task.js';
export { rerunTask, type RerunOutcome } from './commands/rerun-task.js';
export { dropOldTasks } from './commands/drop-old-tasks.js';
export { findLostAttempts, type AttemptReference } from './queries/find-lost-attempts.js';
export { findTask, findTasks } from './queries/find-task.js';
export { findResult, type StoredResult } from './queries/find-result.js';
export { findTaskDetails, type ResultSummary, type TaskDetails } from './queries/find-task-details.js';
export { listActiveTasks } from './queries/list-active-tasks.js';
export { listStaleTasks, type StaleTask, type StaleQuery } from './queries/list-stale-tasks.js';
export {
  listEndings,
  type Ending,
  type EndingKey,
  type EndingsPage,
  type EndingsQuery,
} from './queries/list-endings.js';
export { listRunningTasks, type RunningTask } from './queries/list-running-tasks.js';
export { updateTaskSearch, catchUpTaskSearch } from './commands/update-task-search.js';
export {
  searchTasks,
  searchAllTasks,
  type TaskFilter,
  type TaskOrder,
  type TaskPage,
  type FoundTasks,
} from './queries/search-tasks.js';
export {
  readHistory,
  historyAfter,
  historyOfTaskAfter,
  latestEvent,
  presentStates,
  type HistoryEntry,
} from './queries/read-history.js';
export { countFailedAttempts, type FailedAttempts } from './queries/count-failed-attempts.js';
export { countByState, countEnded } from './queries/count-tasks.js';
export { GroupCommit, type GroupCommitOptions } from './group-commit.js';
