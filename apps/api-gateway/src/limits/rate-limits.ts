import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER, METRICS, type Logger } from '@vocalborn/observability';
import { openRedis, type Redis } from '@vocalborn/redis';
import { redisAddresses, SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { Counter, type Registry } from 'prom-client';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { budgets, windowSeconds, type BudgetName } from './budgets.js';

/** A request that is counted in a budget. */
export interface Charge {
  readonly budget: BudgetName;
  /** The user or the address. */
  readonly of: string;
  /** How often it counts; once by default. */
  readonly points?: number;
}

/** What is left of a budget after a request. */
export interface Balance {
  readonly budget: BudgetName;
  /** Requests per window. */
  readonly quota: number;
  readonly remaining: number;
  /** Seconds until the budget is whole again. */
  readonly resetSeconds: number;
  /** Whether the request was one too many. */
  readonly isExceeded: boolean;
}

/**
 * The budgets of users and addresses, counted in the Redis of the result cache by all gateways together. While that Redis is
 * away, each gateway counts for itself.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  /** False when the operator has lifted all limits. */
  readonly areOn: boolean;
  readonly #redis: Redis | null;
  readonly #limiters: Readonly<Record<BudgetName, RateLimiterRedis>> | null;
  readonly #refused: Counter<'limit'>;

  constructor(
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
    @Inject(LOGGER) logger: Logger,
    @Inject(METRICS) metrics: Registry,
  ) {
    this.areOn = settings.LIMITS === 'on';
    this.#redis = this.areOn
      ? openRedis({ address: redisAddresses(settings).resultCache, name: 'api-gateway-limits', whenAway: 'fail' })
      : null;
    this.#redis?.on('error', (error) => logger.debug({ err: error }, 'limits are counted by each gateway for itself'));
    this.#limiters = this.#redis && limitersOn(this.#redis, settings);
    this.#refused = new Counter({
      name: 'vocalborn_limited_requests_total',
      help: 'Requests that were refused because a budget was used up',
      labelNames: ['limit'],
      registers: [metrics],
    });
  }

  /** Counts a request in each of the budgets; one round trip. @returns the balances in the order of the charges */
  async charge(charges: readonly Charge[]): Promise<Balance[]> {
    const balances = await Promise.all(charges.map((charge) => this.chargeOne(charge)));
    for (const { budget, isExceeded } of balances) if (isExceeded) this.#refused.inc({ limit: budget });
    return balances;
  }

  onApplicationShutdown(): void {
    this.#redis?.disconnect();
  }

  private async chargeOne({ budget, of, points = 1 }: Charge): Promise<Balance> {
    if (!this.#limiters) throw new Error('a request was counted although the limits are off');
    const quota = this.settings[budgets[budget].setting];
    const { state, isExceeded } = await consume(this.#limiters[budget], of, points);
    return {
      budget,
      quota,
      remaining: Math.max(0, state.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1_000)),
      isExceeded,
    };
  }
}

async function consume(
  limiter: RateLimiterRedis,
  of: string,
  points: number,
): Promise<{ state: RateLimiterRes; isExceeded: boolean }> {
  try {
    return { state: await limiter.consume(of, points), isExceeded: false };
  } catch (error) {
    // The library rejects with the state when the budget is used up.
    if (error instanceof RateLimiterRes) return { state: error, isExceeded: true };
    throw error;
  }
}

/** The scripts of the limiters must be defined before the connection is used; see `RedisConnection.scripts`. */
function limitersOn(redis: Redis, settings: ApiGatewaySettings): Readonly<Record<BudgetName, RateLimiterRedis>> {
  const limiters = (Object.keys(budgets) as BudgetName[]).map((name) => {
    const rule = { points: settings[budgets[name].setting], duration: windowSeconds, keyPrefix: `limit:${name}` };
    const insuranceLimiter = new RateLimiterMemory(rule);
    const limiter = new RateLimiterRedis({
      ...rule,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter,
      // Whoever goes on after the refusal costs no round trip until the window ends.
      inMemoryBlockOnConsumed: rule.points + 1,
    });
    return [name, limiter] as const;
  });
  return Object.fromEntries(limiters) as Record<BudgetName, RateLimiterRedis>;
}
