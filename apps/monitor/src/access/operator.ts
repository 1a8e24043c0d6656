import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The user of the monitor. */
export interface Operator {
  /** The name in the audit log: `basic:<user>` or `admin:<user id>`. */
  readonly name: string;
  /** Whether the operator may change anything. */
  readonly mayAct: boolean;
  /** When the permission expires, in milliseconds since 1970; null if it does not expire. */
  readonly until: number | null;
}

export interface OperatorRequest extends FastifyRequest {
  operator?: Operator;
}

/** The operator whom the guard admitted. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<OperatorRequest>();
  if (!operator) throw new Error('the guard did not run');
  return operator;
});

export const openness = 'openness';

/** `page`: open unless basic credentials are configured; then the browser asks for them first. */
export type Openness = 'everybody' | 'page';

/** Open to everybody, for orchestrators and Prometheus. */
export const Public = () => SetMetadata(openness, 'everybody' satisfies Openness);

/** A file of the dashboard, which contains no data. Without basic credentials the dashboard asks for a token. */
export const Page = () => SetMetadata(openness, 'page' satisfies Openness);
