import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheck, type HealthIndicatorResult, type HealthIndicatorService } from '@nestjs/terminus';
import { METRICS } from '@vocalborn/observability';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';

/**
 * Marks a route that answers with health checks. Terminus would describe it for OpenAPI too, and for that load
 * `@nestjs/swagger` when the app starts: a second of start-up and 40 MB.
 */
export const HealthProbe = (): MethodDecorator => HealthCheck({ noCache: true, swaggerDocumentation: false });

/** A health indicator that is up when the check resolves; `explain` words why it is down. */
export async function reachability(
  indicators: HealthIndicatorService,
  name: string,
  check: () => Promise<unknown>,
  explain: (error: unknown) => string = () => 'cannot be reached',
): Promise<HealthIndicatorResult> {
  const indicator = indicators.check(name);
  return check().then(
    () => indicator.up(),
    (error: unknown) => indicator.down({ message: explain(error) }),
  );
}

/** `GET /metrics` in the text format of Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly registry: Registry) {}

  @Get()
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
