import { applyDecorators, Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { DataSource, pingDatabase } from '@vocalborn/database';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { Public } from '../access/operator.js';
import { METRICS } from '../connections/tokens.js';
import { RefusesWith } from '../http/answers.js';
import { MonitorMetrics } from '../metrics/monitor-metrics.js';
import { HealthDto } from './health.dto.js';

/** Terminus documents refusals in a form of its own, which the problem filter does not let out. */
const undocumented = { swaggerDocumentation: false };

const AnswersHealth = (summary: string, refusal: string) =>
  applyDecorators(
    HealthCheck(undocumented),
    ApiOperation({ summary }),
    ApiOkResponse({ type: HealthDto }),
    RefusesWith(503, refusal),
  );

/** For the orchestrator and Prometheus. */
@ApiTags('health')
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
  @AnswersHealth('The process answers; nothing outside of it is asked.', 'It is stopping.')
  live(): Promise<HealthDto> {
    return this.health.check([]);
  }

  @Get('health/ready')
  @AnswersHealth('The monitor can do its work.', 'Postgres cannot be reached, or the monitor is stopping.')
  ready(): Promise<HealthDto> {
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
  @AnswersHealth('The monitor has begun to do its work.', 'Postgres cannot be reached, or the monitor is stopping.')
  startup(): Promise<HealthDto> {
    return this.ready();
  }

  /** Flower's: the process answers. */
  @Get('healthcheck')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'Flower’s name for: the process answers.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', enum: ['OK'] } })
  healthcheck(): string {
    return 'OK';
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus, in its text format.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: '# TYPE vocalborn_queue_jobs gauge\nvocalborn_queue_jobs 3\n' } })
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.monitorMetrics.text();
  }
}
