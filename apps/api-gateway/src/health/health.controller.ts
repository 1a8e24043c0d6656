import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import type { AudioStore } from '@vocalborn/audio-store';
import { DataSource, pingDatabase } from '@vocalborn/database';
import { AnalysisQueue } from '@vocalborn/task-queue';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { Public } from '../access/public.decorator.js';
import { AUDIO_STORE, METRICS } from '../connections/tokens.js';

/** For the orchestrator and Prometheus. */
@Public()
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
  ) {}

  /** The process answers. Nothing outside of it is asked: a restart would not mend a database. */
  @Get('health/live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /**
   * The gateway can do its work. Without Redis it can: it accepts tasks and answers polls from the ledger, so a lost
   * queue is shown but does not take the gateway out of service.
   */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.databaseUp(), () => this.storeUp(), () => this.queueShown()]);
  }

  @Get('health/startup')
  @HealthCheck()
  startup(): Promise<HealthCheckResult> {
    return this.health.check([() => this.databaseUp()]);
  }

  private databaseUp(): Promise<HealthIndicatorResult> {
    return this.indicator('database', () => pingDatabase(this.database));
  }

  private storeUp(): Promise<HealthIndicatorResult> {
    return this.indicator('audio_store', () => this.store.check());
  }

  private async queueShown(): Promise<HealthIndicatorResult> {
    const reachable = await this.queue.ping().then(
      () => true,
      () => false,
    );
    return this.indicators.check('queue').up({ reachable });
  }

  private async indicator(name: string, check: () => Promise<unknown>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    return check().then(
      () => indicator.up(),
      () => indicator.down({ message: 'cannot be reached' }),
    );
  }
}

@Public()
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly registry: Registry) {}

  @Get()
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
