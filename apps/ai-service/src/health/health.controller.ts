import { Controller, Get, Res } from '@nestjs/common';
import { analysisModelVersion } from '@vocalborn/speech-analysis';
import type { FastifyReply } from 'fastify';
import { AnalysisPool } from '../pool/analysis-pool.js';

/** Health for operators (`/health`) and probes. While stopping, the service is alive but not ready. */
@Controller('health')
export class HealthController {
  constructor(private readonly pool: AnalysisPool) {}

  @Get()
  health(@Res() reply: FastifyReply): void {
    this.answer(reply, {
      queue: this.pool.load(),
      model_version: analysisModelVersion,
      uptime_seconds: Math.round(process.uptime() * 10) / 10,
    });
  }

  @Get('ready')
  ready(@Res() reply: FastifyReply): void {
    this.answer(reply, { queue: this.pool.load() });
  }

  @Get(['live', 'startup'])
  live(): { status: string } {
    return { status: 'ok' };
  }

  private answer(reply: FastifyReply, details: object): void {
    const { stopping } = this.pool;
    void reply.status(stopping ? 503 : 200).send({ status: stopping ? 'stopping' : 'ok', ...details });
  }
}
