import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { addressKey, type Principal } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { budgets, routeBudget, unlimited, type BudgetName } from './budgets.js';
import { limitHeaders } from './limit-headers.js';
import { RateLimits, type Balance, type Charge } from './rate-limits.js';

/**
 * Counts each request in the budgets of its address, its user and its route, tells the client what is left, and refuses
 * what is too much. Runs after the authentication.
 */
@Injectable()
export class LimitsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  /** @throws Problem `too-many-requests` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limits.areOn) return true;
    const handlers = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(unlimited, handlers)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { readonly principal?: Principal }>();
    const ofRoute = this.reflector.get<BudgetName | undefined>(routeBudget, context.getHandler());
    const balances = await this.limits.charge(chargesOf(addressKey(request.ip), request.principal?.userId, ofRoute));
    void http.getResponse<FastifyReply>().headers(limitHeaders(balances));
    refuseExceeded(balances);
    return true;
  }
}

function chargesOf(address: string, userId: string | undefined, ofRoute: BudgetName | undefined): Charge[] {
  const ofAddress = { budget: 'address', of: address } as const;
  if (userId === undefined) return [ofAddress];
  const ofUser = [{ budget: 'requests', of: userId } as const];
  return [...(ofRoute === undefined ? [] : [{ budget: ofRoute, of: userId }]), ...ofUser, ofAddress];
}

/** @throws Problem `too-many-requests` that names the budget which is whole again last */
export function refuseExceeded(balances: readonly Balance[]): void {
  const exceeded = balances.filter(({ isExceeded }) => isExceeded).sort((a, b) => b.resetSeconds - a.resetSeconds);
  const [last] = exceeded;
  if (!last) return;
  const { budget, quota, resetSeconds } = last;
  const { what } = budgets[budget];
  const detail = {
    'en-US': `At most ${quota} ${what['en-US']} are allowed per minute.`,
    'zh-TW': `每分鐘最多 ${quota} 個${what['zh-TW']}。`,
  };
  const members = { limit: budget, retry_after: resetSeconds };
  throw new Problem('too-many-requests', detail, members, { 'Retry-After': String(resetSeconds) });
}
