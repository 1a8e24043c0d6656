import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { AiServiceSettings } from '@vocalborn/settings';
import type { AnalysisPool, Place } from '../analysis-pool/analysis-pool.js';
import { defaultLanguage, type AnalysisJob, type StageListener } from '../analysis-pool/job.js';
import type { AnalysisMetrics } from '../health/analysis-metrics.js';
import { Refusal } from '../http/problem.js';
import type { SuggestionRewriter } from '../rewrite/suggestion-rewriter.js';
import type { TextAccuracy } from '../text-accuracy/text-accuracy.js';
import { LOGGER, METRICS, POOL, REWRITER, SETTINGS, TEXT_ACCURACY } from '../tokens.js';
import { readRequest } from './read-request.js';
import { LineStream } from './stream-lines.js';

@Controller('analyze')
export class AnalyzeController {
  constructor(
    @Inject(SETTINGS) private readonly settings: AiServiceSettings,
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
      const place = this.pool.enter(left);
      await this.answer(place, request, reply).finally(() => place.leave());
      done('succeeded');
    } catch (error) {
      done(left.aborted ? 'aborted' : error instanceof Refusal ? error.code : 'analysis-failed');
      if (left.aborted) this.logger.info('a client left before its answer');
      else throw error;
    }
  }

  private async answer(place: Place, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { MAX_AUDIO_FILE_SIZE: maxBytes, UPLOAD_TIMEOUT_SECONDS: seconds } = this.settings;
    const job = await readRequest(request, { maxBytes, totalMs: seconds * 1_000, signal: place.signal });
    if (wantsLines(request)) await this.answerInLines(job, place, reply);
    else await reply.type('application/json').send(await this.analyse(job, place, () => {}));
  }

  private async analyse(job: AnalysisJob, place: Place, onStage: StageListener): Promise<AnalysisResult> {
    const keepSpeech = this.textAccuracy.isWanted(job.text);
    const { result, speech } = await place.run({ ...job, keepSpeech }, onStage);
    const whole = speech ? await this.textAccuracy.addTo(result, speech, job.text ?? '', place.signal) : result;
    return this.rewriter.rewrite(whole, job.language ?? defaultLanguage, place.signal);
  }

  /** Faults before the first line are thrown, and get their status code; later ones become the last line. */
  private async answerInLines(job: AnalysisJob, place: Place, reply: FastifyReply) {
    const lines = new LineStream(reply);
    const running = this.analyse(job, place, (stage) => lines.stage(stage));
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
