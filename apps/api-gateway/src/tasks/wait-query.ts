import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/** Longest wait in seconds: shorter than the time limits of usual proxies. */
const longestWait = 30;

/** Documents the query `wait`. */
export const waitQuery = {
  name: 'wait',
  required: false,
  schema: { type: 'integer', minimum: 0, maximum: longestWait },
  description:
    'Answers when the state, step or progress has changed, or the ETag in `If-None-Match` is of an earlier state, at the latest after so many seconds.',
} as const;

/** Seconds to wait; 0 when the query has none. @throws Problem `invalid-request` */
function waitOf(query: unknown): number {
  const { wait } = query as { readonly wait?: unknown };
  if (wait === undefined) return 0;
  const seconds = typeof wait === 'string' && /^\d{1,2}$/.test(wait) ? Number(wait) : Number.NaN;
  if (seconds <= longestWait) return seconds;
  const message = `must be a whole number of seconds from 0 to ${longestWait}`;
  throw Problem.invalidFields([{ field: 'wait', message }]);
}

/**
 * The parameter that receives the query `wait`. Polls are so many that a DTO for one number would show in their cost.
 * @throws Problem `invalid-request`
 */
export const WaitSeconds = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  waitOf(context.switchToHttp().getRequest<FastifyRequest>().query),
);
