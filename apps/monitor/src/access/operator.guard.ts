import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  addressKey,
  matchesBasicCredentials,
  NotAuthenticatedError,
  TokenVerifier,
  userOfBasicCredentials,
} from '@vocalborn/http';
import { SETTINGS, type MonitorSettings } from '@vocalborn/settings';
import { Problem } from '../http/problem.js';
import { FailedLogins } from './failed-logins.js';
import { openness, type Openness, type Operator, type OperatorRequest } from './operator.js';
import { isForged } from './same-origin.js';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Admits administrators by token and operators by basic credentials, of which one pair may only read. A request that
 * changes something must come from the monitor's own pages or from no page at all.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    @Inject(SETTINGS) private readonly settings: MonitorSettings,
    private readonly reflector: Reflector,
    private readonly failedLogins: FailedLogins,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isOpen(context)) return true;
    const request = context.switchToHttp().getRequest<OperatorRequest>();
    const operator = (await this.basicOperator(request)) ?? (await this.administrator(request));
    if (!reading.has(request.method)) {
      if (!operator.mayAct) throw new Problem(403, 'these credentials are for looking only');
      if (isForged(request.headers)) throw new Problem(403, 'the request comes from a page of another origin');
    }
    request.operator = operator;
    return true;
  }

  private isOpen(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const open = this.reflector.getAllAndOverride<Openness | undefined>(openness, places);
    return open === 'everybody' || (open === 'page' && !this.asksForBasic);
  }

  private get asksForBasic(): boolean {
    return this.settings.MONITOR_BASIC_AUTH !== undefined || this.settings.MONITOR_READONLY_AUTH !== undefined;
  }

  private get basicRefusal(): string {
    const taken = this.asksForBasic ? 'its own basic credentials, or the' : 'the';
    return `these basic credentials are not valid: this monitor takes ${taken} Bearer token of an administrator`;
  }

  /** @throws Problem 429 after too many failed logins, also when the credentials are right */
  private async basicOperator({ headers, ip }: OperatorRequest): Promise<Operator | null> {
    const user = userOfBasicCredentials(headers.authorization);
    if (user === null || !this.asksForBasic) return null;
    const login = { address: addressKey(ip), user };
    const operator = this.ownerOf(headers.authorization);
    await (operator ? this.failedLogins.refuseLimited(login) : this.failedLogins.record(login));
    return operator;
  }

  private ownerOf(authorization: string | undefined): Operator | null {
    const { MONITOR_BASIC_AUTH: full, MONITOR_READONLY_AUTH: readonly } = this.settings;
    for (const [credentials, mayAct] of [
      [full, true],
      [readonly, false],
    ] as const) {
      if (credentials !== undefined && matchesBasicCredentials(authorization, credentials)) {
        return { name: `basic:${credentials.split(':')[0] ?? ''}`, mayAct, until: null };
      }
    }
    return null;
  }

  private async administrator({ headers }: OperatorRequest): Promise<Operator> {
    try {
      const { role, userId, expiresAt } = await this.verifier.verify(headers.authorization);
      if (role === 'admin') return { name: `admin:${userId}`, mayAct: true, until: expiresAt };
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      // One header for each challenge: Chromium does not ask for credentials when one header has two challenges.
      const basic = this.asksForBasic ? ['Basic realm="VocalBorn monitor", charset="UTF-8"'] : [];
      const isBasic = userOfBasicCredentials(headers.authorization) !== null;
      throw new Problem(401, isBasic ? this.basicRefusal : error.reason, { 'WWW-Authenticate': [...basic, 'Bearer'] });
    }
    throw new Problem(403, 'only administrators may look at the monitor');
  }
}
