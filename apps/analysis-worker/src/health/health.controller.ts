import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { METRICS } from '../connections/tokens.js';
import { Supervisor } from '../supervision/supervisor.js';

/** A child that has not reported for this long is stuck or dead: restarting the pod is the cure. */
const aliveWithinMs = 30_000;

/** A child that reported this lately is at work. */
const readyWithinMs = 5_000;

/** For the orchestrator and Prometheus. */
@Controller()
export class HealthController {
  readonly #startedAt = Date.now();

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly supervisor: Supervisor,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  /** The child reports. A new one is given time to come up; a lost database or queue is not mended by a restart. */
  @Get('health/live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const child = this.indicators.check('child');
        const isNew = Date.now() - this.#startedAt < aliveWithinMs;
        return isNew || this.supervisor.latest(aliveWithinMs) ? child.up() : child.down({ message: 'does not report' });
      },
    ]);
  }

  /** The worker takes tasks: its child reports and reaches Postgres and Redis. */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    const beat = this.supervisor.latest(readyWithinMs);
    const indicate = (name: string, up: boolean) => () => {
      const indicator = this.indicators.check(name);
      return up ? indicator.up() : indicator.down();
    };
    return this.health.check([
      indicate('child', beat !== null),
      indicate('database', beat?.databaseUp ?? false),
      indicate('queue', beat?.queueUp ?? false),
    ]);
  }

  @Get('health/startup')
  @HealthCheck()
  startup(): Promise<HealthCheckResult> {
    return this.ready();
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
