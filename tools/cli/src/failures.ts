/** Exit statuses of `vocalborn`. */
export const exitStatus = { done: 0, failed: 1, wrongUse: 2, unreachable: 3 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A failure that is reported in one line, with a hint what to do. */
export class CommandError extends Error {
  constructor(
    readonly status: ExitStatus,
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}

export const failed = (message: string, hint = ''): CommandError => new CommandError(exitStatus.failed, message, hint);
export const wrongUse = (message: string, hint = ''): CommandError =>
  new CommandError(exitStatus.wrongUse, message, hint);
export const unreachable = (message: string, hint = ''): CommandError =>
  new CommandError(exitStatus.unreachable, message, hint);
