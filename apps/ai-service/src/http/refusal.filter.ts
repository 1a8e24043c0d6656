import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { FastifyReply } from 'fastify';
import { Refusal } from './refusal.js';

/** Seconds after which a place in the queue is likely to be free. */
const retryAfterSeconds = 5;

/** Renders whatever was thrown as `application/problem+json`. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (thrown instanceof HttpException) {
      void reply.status(thrown.getStatus()).send(thrown.getResponse());
      return;
    }
    const problem = asRefusal(thrown).problem();
    if (problem.status >= 500 && problem.code !== 'queue-full') this.logger.error({ err: thrown });
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (problem.status === 503) void reply.header('Retry-After', String(retryAfterSeconds));
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }
}

function asRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status < 500 && thrown instanceof Error
    ? new Refusal('invalid-request', thrown.message)
    : new Refusal('analysis-failed', 'Something went wrong in the service.', {}, { cause: thrown });
}
