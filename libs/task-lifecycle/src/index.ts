/**
 * What happens to a task, as a whole: each operation is the ledger first, then the result cache, and says what a crash
 * between two of its lines leaves behind.
 */
export { TaskLifecycle, type StartedTry } from './task-lifecycle.js';
export { RunningTry, TryLostError, type TryEnd, type TryResult } from './running-try.js';
export { NotDueError } from './start.js';
export { type Acceptance } from './accept.js';
export { type Reopening } from './reopen.js';
export { type LifecycleParts } from './parts.js';
