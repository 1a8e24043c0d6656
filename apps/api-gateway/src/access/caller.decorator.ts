import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import type { AuthenticatedRequest } from './principal.guard.js';

/** The caller of an authenticated route. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});
