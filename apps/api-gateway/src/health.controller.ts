import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { ApiExcludeController } from '@vocalborn/api-description';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { Database, pingDatabase } from '@vocalborn/database';
import { HealthProbe, MetricsController, reachability } from '@vocalborn/http';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Public } from './access/authentication.js';
import { Unlimited } from './limits/budgets.js';

/** `/health/*`, for the orchestrator. */
@Public()
@Unlimited()
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
  ) {}

  /** The process answers. Checks nothing outside the process, because a restart would not cure it. */
  @Get('live')
  @HealthProbe()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /**
   * The gateway can work. Without Redis it can: it accepts tasks and answers polls from the ledger. So the queue is shown
   * and never down.
   */
  @Get('ready')
  @HealthProbe()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => reachability(this.indicators, 'database', () => pingDatabase(this.database)),
      () => reachability(this.indicators, 'audio_store', () => this.store.check()),
      async () => {
        const reachable = await this.queue.ping().then(
          () => true,
          () => false,
        );
        return this.indicators.check('queue').up({ reachable });
      },
    ]);
  }

  /** The gateway has started: the database answers. */
  @Get('startup')
  @HealthProbe()
  startup(): Promise<HealthCheckResult> {
    return this.health.check([() => reachability(this.indicators, 'database', () => pingDatabase(this.database))]);
  }
}

/** `/metrics`, without a token. */
@Public()
@Unlimited()
@ApiExcludeController()
@Controller('metrics')
export class PublicMetricsController extends MetricsController {}
