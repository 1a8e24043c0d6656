import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { AiProblem } from '@vocalborn/ai-contract';
import type { Logger } from '@vocalborn/observability';
import { drainBody } from '@vocalborn/http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER } from '../tokens.js';
import { Refusal, retryAfterSeconds } from './problem.js';

/** Maximum number of bytes of a refused upload that are read, so that the sender receives the refusal. */
const drainLimit = 256 * 1024 * 1024;

/** Renders any error as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const problem = toProblem(error);
    if (problem.code === 'analysis-failed' && !(error instanceof Refusal)) {
      this.logger.error({ err: error }, 'a request failed');
    }
    await send(problem, http.getRequest<FastifyRequest>(), reply);
  }
}

/** Renders refusals of the server before routing, such as an invalid address. */
export function refuseUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void send(toProblem(error), request, reply);
}

async function send(problem: AiProblem, { raw }: FastifyRequest, reply: FastifyReply): Promise<void> {
  // A client that sends too slowly is not waited for again.
  if (problem.status === 408) void reply.header('connection', 'close');
  else await drainBody(raw, drainLimit);
  if (problem.status === 503) void reply.header('retry-after', retryAfterSeconds);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(problem);
}

function toProblem(error: unknown): AiProblem {
  if (error instanceof Refusal) return error.toProblem();
  // Refusals by Fastify carry their status.
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  if (status === 404) return new Refusal('not-found', (error as Error).message).toProblem();
  if (status && status < 500) return new Refusal('invalid-request', (error as Error).message).toProblem();
  return new Refusal('analysis-failed', 'The service met an unexpected fault.').toProblem();
}
