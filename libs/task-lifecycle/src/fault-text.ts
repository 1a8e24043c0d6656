import { type ErrorKind, TaskError } from '@vocalborn/task';
import { inspect } from 'node:util';

/** Longest traceback that is kept, in characters. */
const tracebackLimit = 16_000;

/** What users read when the error itself was not written for them: no addresses, no code. */
const messages: Readonly<Record<ErrorKind, string>> = {
  network: 'The analysis could not reach a service it needs.',
  ai_service: 'The AI service could not analyse the recording.',
  file: 'The recording could not be read.',
  timeout: 'The analysis took too long.',
  unclassified: 'The analysis failed unexpectedly.',
};

export function publicMessage(kind: ErrorKind, error: unknown): string {
  return error instanceof TaskError ? error.message : messages[kind];
}

/** The stack of an error and of everything that caused it. */
export function tracebackOf(thrown: unknown): string {
  const parts: string[] = [];
  for (let error: unknown = thrown; error !== undefined && parts.length < 10;) {
    parts.push(error instanceof Error ? (error.stack ?? String(error)) : `thrown: ${inspect(error)}`);
    error = error instanceof Error ? error.cause : undefined;
  }
  return parts.join('\ncaused by: ').slice(0, tracebackLimit);
}
