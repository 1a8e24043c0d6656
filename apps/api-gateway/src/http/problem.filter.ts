import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { drainBody, FormError, NotAuthenticatedError } from '@vocalborn/http';
import { AudioStoreError } from '@vocalborn/audio-store';
import { isDatabaseUnavailable } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { problems, problemType, type ProblemCode } from './problem-catalogue.js';

/** Seconds after which a caller may try again when something that we need is away. */
const retryAfterSeconds = 5;

/** Most bytes of a refused upload that are read, so that its sender gets to see the refusal. */
const drainLimit = 256 * 1024 * 1024;

/** Renders whatever was thrown as `application/problem+json`; what is not meant for callers only reaches the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = asProblem(thrown);
    if (problems[problem.code].status >= 500) {
      this.logger.error({ requestId: request.id, url: request.routeOptions.url, err: thrown });
    }
    await send(problem, request, http.getResponse<FastifyReply>());
  }
}

/** Renders what the server itself refuses, before there is a route: an address that cannot be read, for one. */
export function refuseUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const ofAddress = (error.statusCode ?? 500) < 500;
  const problem = ofAddress ? Problem.invalidFields([{ field: 'path', message: error.message }]) : asProblem(error);
  // The hook that gives every other answer its id has not seen this one.
  void send(problem, request, reply.header('X-Request-Id', request.id));
}

async function send(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { status, title, hint } = problems[problem.code];
  // A client that sends too slowly is not waited for once more.
  if (status === 408) void reply.header('Connection', 'close');
  else await drainBody(request.raw, drainLimit);
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  if (status === 503) void reply.header('Retry-After', String(retryAfterSeconds));
  void reply
    .status(status)
    .type('application/problem+json')
    .send({
      ...problem.members,
      type: problemType(problem.code),
      title,
      status,
      detail: problem.detail,
      hint,
      code: problem.code,
      instance: request.url.split('?')[0],
      request_id: request.id,
    });
}

function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof NotAuthenticatedError) return new Problem('not-authenticated', thrown.reason);
  if (thrown instanceof FormError) return fromForm(thrown);
  if (thrown instanceof AudioStoreError) return new Problem('service-unavailable', thrown.message);
  if (isDatabaseUnavailable(thrown)) return new Problem('service-unavailable', 'The database cannot be reached now.');
  return fromStatus(statusOf(thrown), thrown);
}

function fromForm({ fault, message, field }: FormError): Problem {
  if (fault === 'stalled') return new Problem('upload-timeout', message);
  if (field !== undefined) return Problem.invalidFields([{ field, message }]);
  return new Problem('malformed-body', message);
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

const codeByStatus: Readonly<Partial<Record<number, ProblemCode>>> = {
  400: 'malformed-body',
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  503: 'service-unavailable',
};

/** Errors of the framework: their texts are written for callers, except where the fault is ours. */
function fromStatus(status: number, thrown: unknown): Problem {
  const code = codeByStatus[status] ?? (status < 500 ? 'malformed-body' : 'internal-error');
  const detail = status < 500 && thrown instanceof Error ? thrown.message : problems[code].title;
  return new Problem(code, detail);
}
