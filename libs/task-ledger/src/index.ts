/**
 * The ledger of tasks in Postgres: the truth. One statement per operation, each atomic; every write names the state
 * and the attempt that it expects and tells the caller when it lost.
 */
export { acceptTask, type AcceptRequest, type AcceptOutcome } from './accept-task.js';
export { claimTask, maxLostTries, type Claim, type AudioReference } from './claim-task.js';
export { recordProgress, type ProgressEntry } from './record-progress.js';
export { finishTask, type FinishedTry } from './finish-task.js';
export { scheduleRetry, failTask, type FailedTry } from './end-try.js';
export { handBack, type HandedBackTry } from './hand-back.js';
export { revokeTask } from './revoke-task.js';
export { reopenTask, type ReopenOutcome } from './reopen-task.js';
export { findLostTries, type TryReference } from './find-lost-tries.js';
export { dropOldTasks } from './drop-old-tasks.js';
export { findTask } from './find-task.js';
export { findResult, type StoredResult } from './find-result.js';
export { listActiveTasks } from './list-active-tasks.js';
export { countEnded } from './count-ended.js';
export { listQuietTasks, type QuietTask, type QuietQuery } from './list-quiet-tasks.js';
export { ledgerTime } from './ledger-time.js';
export { listEndings, type Ending, type EndingsQuery } from './list-endings.js';
export {
  searchTasks,
  WrongCursorError,
  type TaskFilter,
  type TaskOrder,
  type TaskPage,
  type FoundTasks,
} from './search-tasks.js';
export { readHistory, historyAfter, latestEvent, type HistoryEntry } from './read-history.js';
export { listRunningTasks, type RunningTask } from './list-running-tasks.js';
export { countFailedTries, type FailedTries } from './count-failed-tries.js';
export { countByState } from './count-by-state.js';
export { findParticulars, type ResultSummary, type TaskParticulars } from './find-particulars.js';
