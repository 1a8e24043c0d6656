import { Controller, Get, Inject } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { ApiExcludeController } from '@vocalborn/api-description';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { checkSchema, Database, schemaFault } from '@vocalborn/database';
import { HealthProbe, MetricsController, reachability } from '@vocalborn/http';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { setTimeout as delay } from 'node:timers/promises';
import { Public } from './access/authentication.js';
import { Unlimited } from './limits/budgets.js';

/** Time that a part has to answer whose absence is only shown. */
const answerMs = 1_000;

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
   * The gateway can work: the database answers and has the schema of this version. Without Redis it accepts tasks and
   * answers polls from the ledger; without the audio store it does all but uploads and downloads. So both are shown and
   * never down.
   */
  @Get('ready')
  @HealthProbe()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => reachability(this.indicators, 'database', () => checkSchema(this.database), schemaFault),
      () => this.shown('audio_store', this.store.check()),
      () => this.shown('queue', this.queue.ping()),
    ]);
  }

  /** The gateway has started: it listens. A remote that is away would restart a starting pod for ever. */
  @Get('startup')
  @HealthProbe()
  startup(): Promise<HealthCheckResult> {
    return this.live();
  }

  /** A part that is silent must not make the answer late: a late one counts as not ready. */
  private async shown(name: string, check: Promise<unknown>): Promise<HealthIndicatorResult> {
    const answered = check.then(
      () => true,
      () => false,
    );
    const reachable = await Promise.race([answered, delay(answerMs, false, { ref: false })]);
    return this.indicators.check(name).up({ reachable });
  }
}

/** `/metrics`, without a token. */
@Public()
@Unlimited()
@ApiExcludeController()
@Controller('metrics')
export class PublicMetricsController extends MetricsController {}
