import type { AiStage } from '@vocalborn/ai-contract';
import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { inSpan, LOGGER, type Logger } from '@vocalborn/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type AiServiceSettings } from '@vocalborn/settings';
import { Refusal } from '../problem.js';
import { AnalysisPool, type Place } from '../pool/analysis-pool.js';
import type { AnalysisJob } from '../pool/job.js';
import { AnalysisMetrics } from './analysis-metrics.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { readRequest } from './read-request.js';
import { RecordingAnalysis } from './recording-analysis.js';
import { LineStream } from './stream-lines.js';

@Controller('analyze')
@UseGuards(ApiKeyGuard)
export class AnalyzeController {
  constructor(
    @Inject(SETTINGS) private readonly settings: AiServiceSettings,
    private readonly pool: AnalysisPool,
    private readonly metrics: AnalysisMetrics,
    private readonly analysis: RecordingAnalysis,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  async analyze(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const left = abortWhenClientLeaves(reply);
    const done = this.metrics.start();
    try {
      const place = this.pool.enter(left);
      await this.answer(place, request, reply).finally(() => place.leave());
      done('succeeded');
    } catch (error) {
      done(left.aborted ? 'aborted' : error instanceof Refusal ? error.problemCode : 'analysis-failed');
      if (left.aborted) this.logger.info('a client left before its answer');
      else throw error;
    }
  }

  private async answer(place: Place, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { MAX_AUDIO_FILE_SIZE: maxBytes, UPLOAD_TIMEOUT_SECONDS: seconds } = this.settings;
    const job = await readRequest(request, { maxBytes, totalMs: seconds * 1_000, signal: place.signal });
    if (wantsLines(request)) await this.answerInLines(job, place, reply);
    else await reply.type('application/json').send(await this.run(job, place));
  }

  private run(job: AnalysisJob, place: Place, onStage: (stage: AiStage) => void = () => undefined) {
    return inSpan('analysis', { kind: 'internal' }, () => this.analysis.run(job, place, onStage));
  }

  /** A fault before the first line is thrown and sets the status code; a later one becomes the last line. */
  private async answerInLines(job: AnalysisJob, place: Place, reply: FastifyReply) {
    const lines = new LineStream(reply);
    const running = this.run(job, place, (stage) => lines.stage(stage));
    lines.stage('queued');
    try {
      lines.end(await running);
    } catch (error) {
      if (!place.signal.aborted && !(error instanceof Refusal)) this.logger.error({ err: error }, 'an analysis failed');
      lines.fail(error);
      throw error;
    }
  }
}

const wantsLines = (request: FastifyRequest) => (request.headers.accept ?? '').includes('application/x-ndjson');

function abortWhenClientLeaves({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
