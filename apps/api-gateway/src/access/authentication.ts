import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { addressKey, NotAuthenticatedError, TokenVerifier, type ProvenPrincipal } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import { refuseExceeded } from '../limits/limits.guard.js';
import { RateLimits } from '../limits/rate-limits.js';

/** A request; the principal is set by its authentication. */
interface AuthenticatedRequest extends FastifyRequest {
  principal?: AuthenticatedCaller;
}

/** An authenticated caller, with the id of the request. */
export interface AuthenticatedCaller extends ProvenPrincipal {
  readonly requestId: string;
}

const publicKey = 'public';

/** Marks a route or controller that needs no token: health, metrics, documentation, the retry policy. */
export function Public(): CustomDecorator {
  return SetMetadata(publicKey, true);
}

const linkKey = 'open-to-links';

/** Marks a route that a signed link opens as well. Its handler checks the link and then has no caller. */
export function OpenToLinks(): CustomDecorator {
  return SetMetadata(linkKey, true);
}

/** Whether the request brings the signature of a link in place of a token. */
const bringsLink = ({ query }: FastifyRequest): boolean =>
  (query as { signature?: unknown } | undefined)?.signature !== undefined;

/** The parameter that receives the authenticated caller. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): AuthenticatedCaller => {
  return context.switchToHttp().getRequest<AuthenticatedRequest & { principal: AuthenticatedCaller }>().principal;
});

/** Finds out who calls. */
@Injectable()
export class Authentication {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Sets the principal of a request from its bearer token, once. A request without a valid token counts in the budget of its
   * address.
   * @throws NotAuthenticatedError
   * @throws Problem `too-many-requests`
   */
  async authenticate(request: AuthenticatedRequest): Promise<void> {
    if (request.principal) return;
    try {
      const principal = await this.verifier.verify(request.headers.authorization);
      request.principal = { ...principal, requestId: request.id };
    } catch (error) {
      if (error instanceof NotAuthenticatedError && this.limits.areOn) {
        refuseExceeded(await this.limits.charge([{ budget: 'address', of: addressKey(request.ip) }]));
      }
      throw error;
    }
  }
}

/** Requires a valid bearer token on every route that is neither public nor opened by a link. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  /** @throws NotAuthenticatedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(publicKey, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (this.reflector.get<boolean>(linkKey, context.getHandler()) && bringsLink(request)) return true;
    await this.authentication.authenticate(request);
    return true;
  }
}
