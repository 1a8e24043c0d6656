import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { DataSource, pingDatabase } from '@vocalborn/database';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { Public } from '../access/operator.js';
import { METRICS } from '../connections/tokens.js';
import { MonitorMetrics } from '../metrics/monitor-metrics.js';

/** For the orchestrator and Prometheus. */
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DataSource,
    @Inject(METRICS) private readonly registry: Registry,
    private readonly monitorMetrics: MonitorMetrics,
  ) {}

  @Get('health/live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      async () => {
        const indicator = this.indicators.check('database');
        return pingDatabase(this.database).then(
          () => indicator.up(),
          () => indicator.down({ message: 'cannot be reached' }),
        );
      },
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
    return this.monitorMetrics.text();
  }
}
