import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AnalysisMetrics } from '../analyze/analysis-metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: AnalysisMetrics) {}

  @Get()
  async metricsText(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.metrics;
    await reply.type(registry.contentType).send(await registry.metrics());
  }
}
