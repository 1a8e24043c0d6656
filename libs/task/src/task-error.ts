import type { ErrorKind } from './retry-table.js';

/** A failed attempt as the ledger keeps it. Users see kind and message; `traceback` is for operators only. */
export interface TaskFault {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly traceback: string;
}

export interface TaskErrorOptions {
  readonly cause?: unknown;
  /** Minimum delay in milliseconds before a retry, as the failing service asked for. */
  readonly retryAfterMs?: number;
}

/** An error whose kind is known where it is thrown. Its message is written for users. */
export class TaskError extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options: TaskErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TaskError';
    this.retryAfterMs = options.retryAfterMs;
  }
}
