import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, METRICS, type Logger } from '@vocalborn/observability';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, type Registry } from 'prom-client';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { Problem } from '../http/problem.js';
import { LoginLimits } from './login-limits.js';

const firstDelayMs = 100;
const longestDelayMs = 2_000;
const firstLockSeconds = 60;
const longestLockSeconds = 15 * 60;

/** Milliseconds by which the answer to a failed login is delayed: doubled with each failure of its address, up to 2 s. */
export const delayMs = (failures: number): number => Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs);

/** Seconds for which an address is locked: a minute, doubled with each lock within a day, up to 15 minutes. */
export const lockSeconds = (locks: number): number => Math.min(firstLockSeconds * 2 ** (locks - 1), longestLockSeconds);

/** A request with basic credentials. */
export interface Login {
  /** As `addressKey` gives it. */
  readonly address: string;
  readonly user: string;
}

/** What counts against a login. */
interface Standing {
  /** Failures before this login. */
  readonly before: number;
  readonly isTooMany: boolean;
  /** Seconds until the failures are forgotten. */
  readonly secondsLeft: number;
}

/**
 * Slows down the guessing of passwords. An address with too many failures is locked, each time for longer, and while a user
 * name has too many failures from all addresses together, an address has one try for it. So nobody can lock out an operator
 * who has the right password and another address.
 */
@Injectable()
export class FailedLogins {
  readonly #failed: Counter<'outcome'>;

  constructor(
    private readonly limits: LoginLimits,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) metrics: Registry,
  ) {
    this.#failed = new Counter({
      name: 'vocalborn_failed_logins_total',
      help: 'Requests with wrong basic credentials (wrong), and requests refused after too many of them (limited)',
      labelNames: ['outcome'],
      registers: [metrics],
    });
  }

  /**
   * Refuses a login with right credentials where too many failed before: a guess that hits must not be told from one that
   * does not. Changes no count.
   * @throws Problem 429
   */
  async refuseLimited({ address, user }: Login): Promise<void> {
    const ofAddress = await readStanding(this.limits.address, address);
    if (ofAddress.before > 0) this.refuse([ofAddress, await readStanding(this.limits.user, keyOf(user))]);
  }

  /**
   * Counts a login with wrong credentials before it is answered, so that logins at the same time do not pass together, and
   * delays the answer.
   * @throws Problem 429 when too many failed before
   */
  async record({ address, user }: Login): Promise<void> {
    const ofAddress = await count(this.limits.address, address);
    if (ofAddress.before + 1 === this.limits.address.points) await this.lock(address);
    this.refuse([ofAddress]);
    // After the refusal: what a locked address sends must not count against a user name.
    this.refuse([await count(this.limits.user, keyOf(user))]);
    this.#failed.inc({ outcome: 'wrong' });
    await delay(delayMs(ofAddress.before + 1));
  }

  /** Crash before the lock: the failures stay in their window, which refuses as well. */
  private async lock(address: string): Promise<void> {
    const { consumedPoints: locks } = await this.limits.locks.penalty(address);
    const seconds = lockSeconds(locks);
    await this.limits.address.block(address, seconds);
    this.logger.warn({ seconds, locks }, 'an address is locked after failed logins');
  }

  private refuse(standings: readonly Standing[]): void {
    const seconds = Math.max(
      0,
      ...standings.filter(({ isTooMany }) => isTooMany).map(({ secondsLeft }) => secondsLeft),
    );
    if (seconds === 0) return;
    this.#failed.inc({ outcome: 'limited' });
    throw new Problem(429, `too many logins failed: try again in ${seconds} s, or from another address`, {
      'Retry-After': String(seconds),
    });
  }
}

async function readStanding(limiter: RateLimiterRedis, key: string): Promise<Standing> {
  const found = await limiter.get(key);
  return standing(limiter, found?.consumedPoints ?? 0, found?.msBeforeNext ?? 0);
}

async function count(limiter: RateLimiterRedis, key: string): Promise<Standing> {
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
  return standing(limiter, consumedPoints - 1, msBeforeNext);
}

const standing = ({ points }: RateLimiterRedis, before: number, msLeft: number): Standing => ({
  ...{ before, isTooMany: before >= points, secondsLeft: Math.max(1, Math.ceil(msLeft / 1_000)) },
});

/** A user name has any length and may be a password by mistake. */
const keyOf = (user: string): string => createHash('sha256').update(user).digest('base64url');
