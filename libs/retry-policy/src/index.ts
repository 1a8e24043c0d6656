/** The retry policy: which failures are tried again, when, and how often. Pure. */
export { retryTable, type RetryRule } from './retry-table.js';
export { nextTry, plannedDelaySeconds, jitterFraction, type NextTry } from './next-try.js';
export { classifyError } from './classify-error.js';
export { TaskError, type TaskErrorOptions } from './task-error.js';
