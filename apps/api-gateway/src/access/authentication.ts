import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { TokenVerifier, type Principal } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';

/** A request after authentication. */
interface AuthenticatedRequest extends FastifyRequest {
  principal: Principal;
}

const publicKey = 'public';

/** Marks a route or controller that needs no token: health, metrics, documentation, the retry policy. */
export function Public(): CustomDecorator {
  return SetMetadata(publicKey, true);
}

/** The parameter that receives the authenticated caller. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});

/** Requires a valid bearer token on every route that is not public. @throws NotAuthenticatedError */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(publicKey, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.principal = await this.verifier.verify(request.headers.authorization);
    return true;
  }
}
