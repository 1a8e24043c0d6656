import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { AiProgress, AiStreamLine, AnalysisResult } from '@vocalborn/ai-contract';
import type { AiServiceSettings } from '@vocalborn/settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiKeyGuard } from '../access/api-key.guard.js';
import { AnalysisPool } from '../analysis-pool/analysis-pool.js';
import { AnalysisMetrics } from '../health/analysis-metrics.js';
import { Refusal } from '../http/refusal.js';
import { SETTINGS } from '../tokens.js';
import { receiveRequest, type AnalyzeRequest } from './receive-request.js';

type Analysis = (onProgress: (progress: AiProgress) => void) => Promise<AnalysisResult>;

/** `POST /analyze`: the result as JSON, or progress and result as NDJSON lines when the caller accepts them. */
@UseGuards(ApiKeyGuard)
@Controller('analyze')
export class AnalyzeController {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly metrics: AnalysisMetrics,
    @Inject(SETTINGS) private readonly settings: AiServiceSettings,
  ) {}

  @Post()
  @HttpCode(200)
  async analyze(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = await receiveRequest(request, this.settings.MAX_AUDIO_FILE_SIZE);
    const analysis = this.analysisOf(form, hangUpOf(reply));
    if (/application\/x-ndjson/i.test(request.headers.accept ?? '')) await streamed(reply, analysis);
    else await reply.send(await analysis(() => undefined));
  }

  private analysisOf(form: AnalyzeRequest, hangUp: AbortSignal): Analysis {
    return (onProgress) => this.metrics.observe(() => this.pool.analyze(form, hangUp, onProgress));
  }
}

/** Aborts when the caller goes away before the answer is complete: nobody waits for the analysis then. */
function hangUpOf(reply: FastifyReply): AbortSignal {
  const hangUp = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) hangUp.abort(new Error('the caller hung up'));
  });
  return hangUp.signal;
}

/**
 * Sends NDJSON. Headers go out with the first line of progress, so that a refusal before the analysis begins still has
 * its own status; a later one becomes a `problem` line.
 */
async function streamed(reply: FastifyReply, analysis: Analysis): Promise<void> {
  const send = (line: AiStreamLine): void => {
    if (!reply.raw.headersSent) {
      reply.hijack();
      reply.raw.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
    }
    if (reply.raw.writable) reply.raw.write(`${JSON.stringify(line)}\n`);
  };
  try {
    send({ result: await analysis(send) });
  } catch (error) {
    if (!reply.raw.headersSent) throw error;
    const refusal = error instanceof Refusal ? error : new Refusal('analysis-failed', 'The analysis failed.');
    send({ problem: refusal.problem() });
  }
  reply.raw.end();
}
