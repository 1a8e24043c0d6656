import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { openRedis, type Redis } from '@vocalborn/redis';
import { redisAddresses, SETTINGS, type MonitorSettings } from '@vocalborn/settings';
import { RateLimiterMemory, RateLimiterRedis, type IRateLimiterOptions } from 'rate-limiter-flexible';

const windowSeconds = 15 * 60;

/** Failures in a window after which an address is locked, and after which a user name is under attack. */
const rules = {
  address: { points: 5, duration: windowSeconds, keyPrefix: 'login:address' },
  user: { points: 20, duration: windowSeconds, keyPrefix: 'login:user' },
  locks: { points: 1, duration: 24 * 3_600, keyPrefix: 'login:locks' },
} as const satisfies Record<string, IRateLimiterOptions>;

type Limiters = Readonly<Record<keyof typeof rules, RateLimiterRedis>>;

/**
 * Counts of failed logins in the Redis of the result cache, for all monitors together. While that Redis is away, each monitor
 * counts for itself.
 */
@Injectable()
export class LoginLimits implements OnApplicationShutdown {
  /** Failures of each address. */
  readonly address: RateLimiterRedis;
  /** Failures of each user name, from all addresses. */
  readonly user: RateLimiterRedis;
  /** How often each address was locked within a day. */
  readonly locks: RateLimiterRedis;
  readonly #redis: Redis;

  constructor(@Inject(SETTINGS) settings: MonitorSettings, @Inject(LOGGER) logger: Logger) {
    const { resultCache: address } = redisAddresses(settings);
    this.#redis = openRedis({ address, name: 'monitor-logins', whenAway: 'fail' });
    this.#redis.on('error', (error) => logger.debug({ err: error }, 'each monitor counts failed logins for itself'));
    ({ address: this.address, user: this.user, locks: this.locks } = limitersOn(this.#redis));
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
  }
}

/** The scripts of the limiters must be defined before the connection is used; see `RedisConnection.scripts`. */
function limitersOn(storeClient: Redis): Limiters {
  const limiters = Object.entries(rules).map(([name, rule]) => {
    const insuranceLimiter = new RateLimiterMemory(rule);
    return [
      name,
      new RateLimiterRedis({ ...rule, storeClient, rejectIfRedisNotReady: true, insuranceLimiter }),
    ] as const;
  });
  return Object.fromEntries(limiters) as Limiters;
}
