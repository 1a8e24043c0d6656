import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Open } from '../access/open.js';
import { METRICS } from '../tokens.js';
import type { AnalysisMetrics } from './analysis-metrics.js';

@Open()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly metrics: AnalysisMetrics) {}

  @Get()
  async metricsText(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.metrics;
    await reply.type(registry.contentType).send(await registry.metrics());
  }
}
