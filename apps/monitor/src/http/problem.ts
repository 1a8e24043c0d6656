import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable, WrongCursorError } from '@vocalborn/database';
import { entryOfStatus, HttpProblem, KeysUnavailableError, problemOfStatus } from '@vocalborn/http';
import { QueueUnavailableError } from '@vocalborn/task-queue';

const namespace = 'monitor';

/** A refusal of the monitor, by its status. The message is written for the caller. */
export class Problem extends HttpProblem {
  constructor(status: number, detail: string, headers: Readonly<Record<string, string | string[]>> = {}) {
    const { entry, code } = entryOfStatus(status, namespace);
    super(entry, { code, detail, headers });
    this.name = 'Problem';
  }
}

/** Messages of the Redis client when it is not connected or gets no answer. */
const redisTexts = /Connection is closed|Stream isn't writeable|Command timed out|max retries per request/i;

/** The problem for anything that was thrown. The message of an unexpected error appears only in the log. */
export function toProblem(thrown: unknown): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  if (thrown instanceof KeysUnavailableError) return new Problem(503, 'your token cannot be checked now');
  if (isDatabaseUnavailable(thrown)) return new Problem(503, 'the database cannot be reached now');
  if (thrown instanceof QueueUnavailableError || (thrown instanceof Error && redisTexts.test(thrown.message))) {
    return new Problem(503, 'Redis cannot be reached now');
  }
  if (thrown instanceof WrongCursorError) return new Problem(400, thrown.message);
  if (thrown instanceof HttpException) return new Problem(thrown.getStatus(), textOf(thrown));
  const problem = problemOfStatus(thrown, namespace);
  const isOurs = problem.status === 500;
  return isOurs
    ? new Problem(500, 'something went wrong on our side; the log tells more under the request id')
    : problem;
}

/** The message of an exception of Nest; for an invalid request, every fault. */
function textOf(exception: HttpException): string {
  const body = exception.getResponse();
  const message = typeof body === 'object' ? (body as { message?: unknown }).message : body;
  if (Array.isArray(message)) return message.join('; ');
  return typeof message === 'string' ? message : exception.message;
}
