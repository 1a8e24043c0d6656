import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { AnalysisPool } from '../analysis-pool/analysis-pool.js';
import { defaultLanguage, type AnalysisJob, type StageListener } from '../analysis-pool/job.js';
import type { AnalysisMetrics } from '../health/analysis-metrics.js';
import { Refusal } from '../http/problem.js';
import type { SuggestionRewriter } from '../rewrite/suggestion-rewriter.js';
import type { TextAccuracy } from '../text-accuracy/text-accuracy.js';
import { LOGGER, METRICS, POOL, REWRITER, TEXT_ACCURACY } from '../tokens.js';
import { readRequest } from './read-request.js';
import { LineStream } from './stream-lines.js';

@Controller('analyze')
export class AnalyzeController {
  constructor(
    @Inject(POOL) private readonly pool: AnalysisPool,
    @Inject(METRICS) private readonly metrics: AnalysisMetrics,
    @Inject(TEXT_ACCURACY) private readonly textAccuracy: TextAccuracy,
    @Inject(REWRITER) private readonly rewriter: SuggestionRewriter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  async analyze(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const left = abortWhenClientLeaves(reply);
    const done = this.metrics.start();
    try {
      const job = await readRequest(request);
      if (wantsLines(request)) await this.answerInLines(job, left, reply);
      else await reply.type('application/json').send(await this.analyse(job, left, () => {}));
      done('succeeded');
    } catch (error) {
      done(left.aborted ? 'aborted' : error instanceof Refusal ? error.code : 'analysis-failed');
      if (left.aborted) this.logger.info('a client left before its answer');
      else throw error;
    }
  }

  private async analyse(job: AnalysisJob, left: AbortSignal, onStage: StageListener): Promise<AnalysisResult> {
    const keepSpeech = this.textAccuracy.isWanted(job.text);
    const { result, speech } = await this.pool.run({ ...job, keepSpeech }, left, onStage);
    const whole = speech ? await this.textAccuracy.addTo(result, speech, job.text ?? '', left) : result;
    return this.rewriter.rewrite(whole, job.language ?? defaultLanguage, left);
  }

  /** Faults before the first line are thrown, and get their status code; later ones become the last line. */
  private async answerInLines(job: AnalysisJob, left: AbortSignal, reply: FastifyReply) {
    const lines = new LineStream(reply);
    const running = this.analyse(job, left, (stage) => lines.stage(stage));
    lines.stage('queued');
    try {
      lines.end(await running);
    } catch (error) {
      if (!left.aborted && !(error instanceof Refusal)) this.logger.error({ err: error }, 'an analysis failed');
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
