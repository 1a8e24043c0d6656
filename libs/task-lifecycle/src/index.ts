/**
 * The lifecycle of a task: the one place where its state changes. Each operation writes the ledger first, then the queue
 * and the result cache, and tells what a crash between two of its lines leaves behind.
 */
export { TaskLifecycle, NotDueError, type Acceptance, type Rerun, type StartedAttempt } from './task-lifecycle.js';
export { Attempt, AttemptLostError, type AttemptEnd, type AttemptResult } from './attempt.js';
export { type LifecycleDependencies } from './dependencies.js';
