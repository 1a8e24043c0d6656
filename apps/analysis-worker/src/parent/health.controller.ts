import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { HealthProbe } from '@vocalborn/http';
import { Heartbeat } from './heartbeat.js';
import { Supervisor } from './supervisor.js';

/** A child without a report for this long is stuck or dead; a restart of the pod cures it. */
const aliveWithinSeconds = 30;

/** A worker that is starved for this long, although its child is replaced, needs a new pod. */
const starvedLimitMs = 90_000;

/** A child with a report this recent takes tasks. */
const readyWithinSeconds = 5;

/** `/health/*`, for the orchestrator. */
@Controller('health')
export class HealthController {
  readonly #startedAt = Date.now();
  #lastNotStarvedAt = Date.now();

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly supervisor: Supervisor,
    private readonly heartbeat: Heartbeat,
  ) {}

  /**
   * The child reports, and receives tasks while tasks wait. A starting child has 30 s. A lost database or queue does not
   * count, because a restart does not cure it.
   */
  @Get('live')
  @HealthProbe()
  live(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const child = this.indicators.check('child');
        const isNew = Date.now() - this.#startedAt < aliveWithinSeconds * 1000;
        const report = this.supervisor.latest(aliveWithinSeconds);
        if (!report) return isNew ? child.up() : child.down({ message: 'does not report' });
        this.#lastNotStarvedAt = report.starved ? this.#lastNotStarvedAt : Date.now();
        const starved = Date.now() - this.#lastNotStarvedAt > starvedLimitMs;
        return starved ? child.down({ message: 'gets no tasks although tasks wait' }) : child.up();
      },
    ]);
  }

  /** The worker takes tasks: its child reports and reaches Postgres and Redis, and the worker is registered. */
  @Get('ready')
  @HealthProbe()
  ready(): Promise<HealthCheckResult> {
    const report = this.supervisor.latest(readyWithinSeconds);
    const indicate = (name: string, up: boolean) => () => {
      const indicator = this.indicators.check(name);
      return up ? indicator.up() : indicator.down();
    };
    return this.health.check([
      indicate('child', report !== null),
      indicate('database', report?.databaseUp ?? false),
      indicate('queue', report?.queueUp ?? false),
      indicate('registration', this.heartbeat.latest !== null),
      // Never down: tasks wait while the circuit is open, and a restart does not change that.
      () =>
        this.indicators
          .check('ai_service')
          .up({ circuit: report?.circuit ?? 'unknown', healthy: report?.aiServiceUp ?? null }),
    ]);
  }

  @Get('startup')
  @HealthProbe()
  startup(): Promise<HealthCheckResult> {
    return this.ready();
  }
}
