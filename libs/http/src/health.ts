import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { METRICS } from '@vocalborn/observability';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';

/** A health indicator that is up when the check resolves. */
export async function reachability(
  indicators: HealthIndicatorService,
  name: string,
  check: () => Promise<unknown>,
): Promise<HealthIndicatorResult> {
  const indicator = indicators.check(name);
  return check().then(
    () => indicator.up(),
    () => indicator.down({ message: 'cannot be reached' }),
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
