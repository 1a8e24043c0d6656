import type { ErrorKind } from './error-kinds.js';

export interface TaskErrorOptions {
  readonly cause?: unknown;
  /** Least delay before another try that the failing side asked for. */
  readonly retryAfterMs?: number;
}

/** A failure whose kind is known where it happens, such as an answer of the ai-service that refuses the recording. */
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
