import { retryTable, TaskError, type ErrorKind, type TaskFault } from '@vocalborn/task';
import { inspect } from 'node:util';

/** Longest traceback that is kept, in characters. */
const tracebackLimit = 16_000;

/** Longest chain of causes that a traceback follows. */
const causeLimit = 10;

/**
 * A failure as the ledger keeps it. A TaskError's message is written for users; of any other error users read the
 * message of its kind, and only operators see the error itself.
 */
export function describeFault(kind: ErrorKind, thrown: unknown): TaskFault {
  const message = thrown instanceof TaskError ? thrown.message : retryTable[kind].message;
  return { kind, message, traceback: tracebackOf(thrown) };
}

/** The stacks of an error and of its causes, at most 16,000 characters. */
function tracebackOf(thrown: unknown): string {
  const stacks: string[] = [];
  for (let error: unknown = thrown; error !== undefined && stacks.length < causeLimit;) {
    stacks.push(error instanceof Error ? (error.stack ?? String(error)) : `thrown: ${inspect(error)}`);
    error = error instanceof Error ? error.cause : undefined;
  }
  return stacks.join('\ncaused by: ').slice(0, tracebackLimit);
}
