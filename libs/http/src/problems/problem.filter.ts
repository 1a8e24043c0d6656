import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { drainBody, type DrainLimits } from '../multipart/drain-body.js';
import { HttpProblem } from './http-problem.js';

/** How an app turns errors into problems. */
export interface ProblemRules {
  readonly logger: Logger;
  /** The problem for anything that was thrown. The message of an unexpected error must not reach the caller. */
  readonly toProblem: (thrown: unknown) => HttpProblem;
  /** The problem for what the server refuses before routing, such as an invalid address; `toProblem` by default. */
  readonly toUnroutedProblem?: (error: FastifyError) => HttpProblem;
  /** Fields that its log lines have beside those of every request, such as who called; none by default. */
  readonly describeRequest?: (request: FastifyRequest) => Readonly<Record<string, unknown>>;
}

/** How much of a refused body is read, so that its sender receives the refusal. */
const fromCallers: DrainLimits = { maxBytes: 256 * 1024 * 1024, patienceMs: 10_000 };
const fromStrangers: DrainLimits = { maxBytes: 256 * 1024, patienceMs: 1_000 };

/** Not authenticated, too many requests, and no capacity: whoever sends it, the body costs more than it is worth. */
const strangersStatuses: ReadonlySet<number> = new Set([401, 429, 503]);

/** Value of Retry-After in seconds while something that an app needs is away. */
const retryAfterSeconds = '5';

/** Renders every error as `application/problem+json` and logs those with a status of 500 or more. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly rules: ProblemRules) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    if (reply.sent) return;
    const problem = this.rules.toProblem(thrown);
    if (problem.status >= 500) {
      // A problem and an exception of Nest are thrown deliberately, for example by a health check: no error of the app.
      const level = thrown instanceof HttpProblem || thrown instanceof HttpException ? 'warn' : 'error';
      const { logger, describeRequest } = this.rules;
      const fields = { requestId: request.id, method: request.method, route: request.routeOptions.url };
      logger[level]({ ...fields, ...describeRequest?.(request), err: thrown }, 'a request failed');
    }
    await sendProblem(problem, request, reply);
  }
}

/** Fastify's handler for errors before routing. */
export function refuseUnrouted(rules: ProblemRules) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = (rules.toUnroutedProblem ?? rules.toProblem)(error);
    // The hook that sets this header in every other answer does not run for these requests.
    void sendProblem(problem, request, reply.header('X-Request-Id', request.id));
  };
}

/**
 * Answers with a problem. Reads the rest of the body first, within limits, and closes the connection after the answer if
 * there is more of it.
 */
export async function sendProblem(problem: HttpProblem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { status } = problem;
  const limits = strangersStatuses.has(status) || request.is404 ? fromStrangers : fromCallers;
  // A client that waits for "100 Continue" sends nothing, and one that sends too slowly would be waited for once more.
  const waits = status === 408 || request.raw.headers.expect !== undefined;
  if (waits || !(await drainBody(request.raw, limits))) void reply.header('Connection', 'close');
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  if (status === 503) void reply.header('Retry-After', retryAfterSeconds);
  void reply.headers(problem.headers).status(status).type('application/problem+json').send(problem.body(request));
}
