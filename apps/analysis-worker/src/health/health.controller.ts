import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { METRICS } from '../connections/tokens.js';
import { Heartbeat } from '../lifecycle/heartbeat.js';
import { Supervisor } from '../supervision/supervisor.js';

/** A child that has not reported for this long is stuck or dead: restarting the pod is the cure. */
const aliveWithinSeconds = 30;

/** A worker that starves for this long although its child is replaced again and again needs a new pod. */
const starvedForMs = 90_000;

/** A child that reported this lately is at work. */
const readyWithinSeconds = 5;

/** For the orchestrator and Prometheus. */
@Controller()
export class HealthController {
  readonly #startedAt = Date.now();
  #fedAt = Date.now();

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly supervisor: Supervisor,
    private readonly heartbeat: Heartbeat,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  /**
   * The child reports, and gets tasks when tasks wait. A new one is given time to come up; a lost database or queue is
   * not mended by a restart.
   */
  @Get('health/live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const child = this.indicators.check('child');
        const isNew = Date.now() - this.#startedAt < aliveWithinSeconds * 1000;
        const report = this.supervisor.latest(aliveWithinSeconds);
        if (!report) return isNew ? child.up() : child.down({ message: 'does not report' });
        this.#fedAt = report.starved ? this.#fedAt : Date.now();
        const starved = Date.now() - this.#fedAt > starvedForMs;
        return starved ? child.down({ message: 'gets no tasks although tasks wait' }) : child.up();
      },
    ]);
  }

  /** The worker takes tasks: its child reports and reaches Postgres and Redis, and operators can see the worker. */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    const beat = this.supervisor.latest(readyWithinSeconds);
    const indicate = (name: string, up: boolean) => () => {
      const indicator = this.indicators.check(name);
      return up ? indicator.up() : indicator.down();
    };
    return this.health.check([
      indicate('child', beat !== null),
      indicate('database', beat?.databaseUp ?? false),
      indicate('queue', beat?.queueUp ?? false),
      indicate('registration', this.heartbeat.told !== null),
      // Shown only: tasks wait while the circuit is open, which a restart would not change.
      () =>
        this.indicators
          .check('ai_service')
          .up({ circuit: beat?.circuit ?? 'unknown', healthy: beat?.aiServiceUp ?? null }),
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
