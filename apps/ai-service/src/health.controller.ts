import { Controller, Get, Res } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { HealthProbe } from '@vocalborn/http';
import { analysisModelVersion } from '@vocalborn/speech-analysis';
import type { FastifyReply } from 'fastify';
import { AnalysisPool } from './pool/analysis-pool.js';

/** `/health` for operators and workers, `/health/*` for the orchestrator. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** The load and the version; 503 while the service stops. */
  @Get()
  read(@Res() reply: FastifyReply): void {
    const { stopping } = this.pool;
    void reply.status(stopping ? 503 : 200).send({
      status: stopping ? 'stopping' : 'ok',
      queue: this.pool.load(),
      model_version: analysisModelVersion,
      uptime_seconds: Math.round(process.uptime() * 10) / 10,
    });
  }

  /** The process answers. */
  @Get(['live', 'startup'])
  @HealthProbe()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /** The service accepts analyses: it is not stopping. */
  @Get('ready')
  @HealthProbe()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const indicator = this.indicators.check('pool');
        return this.pool.stopping ? indicator.down({ message: 'is stopping' }) : indicator.up(this.pool.load());
      },
    ]);
  }
}
