import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who looks at the monitor. */
export interface Operator {
  /** As the audit log shows it: `basic:<user>`, or `admin:<user id>`. */
  readonly name: string;
  /** Whether they may change anything. */
  readonly mayAct: boolean;
  /** Until when they may, in milliseconds since 1970; null for good. */
  readonly until: number | null;
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

export const openness = 'openness';

/** `page`: open unless there are basic credentials, for which a browser then asks before it shows anything. */
export type Openness = 'everybody' | 'page';

/** Open to everybody: for orchestrators and Prometheus. */
export const Public = () => SetMetadata(openness, 'everybody' satisfies Openness);

/** Part of the dashboard itself, which holds no data; without basic credentials it asks for a token by itself. */
export const Page = () => SetMetadata(openness, 'page' satisfies Openness);
