import {
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { matchesBasicCredentials, NotAuthenticatedError, TokenVerifier } from '@vocalborn/identity';
import type { MonitorSettings } from '@vocalborn/settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS } from '../connections/tokens.js';

/** Lets operators in: administrators by token, and whoever has the basic credentials if there are any. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    @Inject(SETTINGS) private readonly settings: MonitorSettings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { authorization } = http.getRequest<FastifyRequest>().headers;
    const credentials = this.settings.MONITOR_BASIC_AUTH;
    if (credentials !== undefined && matchesBasicCredentials(authorization, credentials)) return true;
    try {
      const { role } = await this.verifier.verify(authorization);
      if (role === 'admin') return true;
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      const schemes = credentials === undefined ? 'Bearer' : 'Basic realm="VocalBorn monitor", Bearer';
      void http.getResponse<FastifyReply>().header('WWW-Authenticate', schemes);
      throw new UnauthorizedException(error.reason);
    }
    throw new ForbiddenException('only administrators may look at the monitor');
  }
}
