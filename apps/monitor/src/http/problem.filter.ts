import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isDatabaseUnavailable } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { WrongCursorError } from '@vocalborn/task-ledger';
import { QueueUnavailableError } from '@vocalborn/task-queue';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { Problem } from './problem.js';

/** Messages of the Redis client when it is not connected or gets no answer. */
const redisTexts = /Connection is closed|Stream isn't writeable|Command timed out|max retries per request/i;

/** Renders every error as `application/problem+json`. The message of an unexpected error appears only in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id, url, method } = http.getRequest<FastifyRequest>();
    const problem = asProblem(thrown);
    // A Problem is refused on purpose, for example a listener too many, so it is no error of the monitor.
    const level = thrown instanceof Problem ? 'warn' : 'error';
    if (problem.status >= 500) this.logger[level]({ requestId: id, method, url, err: thrown });
    send(http.getResponse<FastifyReply>(), problem, id);
  }
}

/** Renders errors of the server before routing, for example of an address that cannot be parsed. */
export function refuseUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  send(reply, asProblem(error), request.id);
}

function send(reply: FastifyReply, problem: Problem, requestId: string): void {
  const title = STATUS_CODES[problem.status] ?? 'Error';
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send({
      type: `urn:vocalborn:monitor:${title.toLowerCase().replaceAll(/\W+/g, '-')}`,
      title,
      status: problem.status,
      detail: problem.detail,
      request_id: requestId,
    });
}

function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (isDatabaseUnavailable(thrown))
    return new Problem(503, 'the database cannot be reached now', { 'Retry-After': '5' });
  if (thrown instanceof QueueUnavailableError || (thrown instanceof Error && redisTexts.test(thrown.message))) {
    return new Problem(503, 'Redis cannot be reached now', { 'Retry-After': '5' });
  }
  if (thrown instanceof WrongCursorError) return new Problem(400, thrown.message);
  if (thrown instanceof HttpException) return new Problem(thrown.getStatus(), textOf(thrown));
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status < 500 && thrown instanceof Error) return new Problem(status, thrown.message);
  return new Problem(500, 'something went wrong on our side; the log tells more under the request id');
}

/** The message of an exception of Nest; for an invalid request, every fault. */
function textOf(exception: HttpException): string {
  const body = exception.getResponse();
  const message = typeof body === 'object' ? (body as { message?: unknown }).message : body;
  if (Array.isArray(message)) return message.join('; ');
  return typeof message === 'string' ? message : exception.message;
}
