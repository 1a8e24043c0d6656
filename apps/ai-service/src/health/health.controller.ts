import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { analysisModelVersion } from '@vocalborn/speech-analysis';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { AnalysisPool, type PoolLoad } from '../analysis-pool/analysis-pool.js';
import { METRICS } from '../tokens.js';

/** For the orchestrator, operators and Prometheus. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly pool: AnalysisPool,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  @Get('health')
  overview(): { status: 'ok'; queue: PoolLoad; model_version: string; uptime_seconds: number } {
    const uptime = Math.round(process.uptime());
    return { status: 'ok', queue: this.pool.load, model_version: analysisModelVersion, uptime_seconds: uptime };
  }

  /** The service needs nothing but itself: when it answers, it lives, it is ready and it has started. */
  @Get(['health/live', 'health/ready', 'health/startup'])
  @HealthCheck()
  up(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
