import { applyDecorators, Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { ApiProduces, ApiTags } from '@vocalborn/api-description';
import { checkSchema, Database, schemaFault } from '@vocalborn/database';
import { reachability } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { Public } from '../access/operator.js';
import { METRICS } from '@vocalborn/observability';
import { Endpoint } from '../http/endpoint.js';
import { HealthDto } from './health.dto.js';

/** Terminus documents its own form of refusals, which the problem filter replaces. */
const undocumented = { swaggerDocumentation: false };

const Health = (summary: string, refusal: string) =>
  applyDecorators(HealthCheck(undocumented), Endpoint({ summary, answers: HealthDto, refuses: [[503, refusal]] }));

/** Health checks for orchestrators, and metrics for Prometheus. */
@ApiTags('health')
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  @Get('health/live')
  @Health('The process answers. Nothing outside the process is checked.', 'The monitor is stopping.')
  live(): Promise<HealthDto> {
    return this.health.check([]);
  }

  @Get('health/ready')
  @Health('The monitor can work.', 'Postgres is unavailable or lacks migrations, or the monitor is stopping.')
  ready(): Promise<HealthDto> {
    return this.health.check([
      () => reachability(this.indicators, 'database', () => checkSchema(this.database), schemaFault),
    ]);
  }

  @Get('health/startup')
  @Health('The monitor has started: it listens. Nothing outside the process is checked.', 'The monitor is stopping.')
  startup(): Promise<HealthDto> {
    return this.live();
  }

  @Get('healthcheck')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Endpoint({
    summary: 'Flower’s health check: the process answers.',
    answers: { schema: { type: 'string', enum: ['OK'] } },
  })
  @ApiProduces('text/plain')
  healthcheck(): string {
    return 'OK';
  }

  @Get('metrics')
  @Endpoint({
    summary: 'Metrics for Prometheus, in its text format.',
    answers: { schema: { type: 'string', example: '# TYPE vocalborn_queue_jobs gauge\nvocalborn_queue_jobs 3\n' } },
  })
  @ApiProduces('text/plain')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
