import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who looks at the monitor. */
export interface Operator {
  /** As the audit log shows it: `basic:<user>`, or `admin:<user id>`. */
  readonly name: string;
  /** Whether they may change anything. */
  readonly mayAct: boolean;
}

export interface OperatorRequest extends FastifyRequest {
  operator?: Operator;
}

/** The operator whom the guard let in. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<OperatorRequest>();
  if (!operator) throw new Error('the guard did not run');
  return operator;
});

export const publicRoute = 'public route';

/** Open to everybody: for orchestrators, Prometheus and the page that asks for the credentials. */
export const Public = () => SetMetadata(publicRoute, true);
