import type { AiProblem, AiStage, AiStreamLine, AnalysisResult } from '@vocalborn/ai-contract';
import type { FastifyReply } from 'fastify';
import { Refusal } from '../problem.js';

/** Progress at the begin of each stage, measured on sentences of 3–10 s. */
const stageProgress: Record<AiStage, number> = {
  queued: 0,
  decoding: 5,
  measuring: 20,
  comparing: 60,
  scoring: 95,
};

/** The NDJSON answer: a line at the begin of each stage, sent at once, then the result or a problem. */
export class LineStream {
  private started = false;

  constructor(private readonly reply: FastifyReply) {}

  stage(stage: AiStage): void {
    this.write({ stage, progress: stageProgress[stage] });
  }

  end(result: AnalysisResult): void {
    this.write({ result });
    this.reply.raw.end();
  }

  fail(error: unknown): void {
    const refusal = error instanceof Refusal ? error : new Refusal('analysis-failed', 'The analysis failed.');
    const { id } = this.reply.request;
    this.write({ problem: refusal.body({ url: '/analyze', id }) as AiProblem });
    this.reply.raw.end();
  }

  private write(line: AiStreamLine): void {
    const { raw } = this.reply;
    if (raw.destroyed || raw.writableEnded) return;
    if (!this.started) {
      this.started = true;
      this.reply.hijack();
      raw.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' });
    }
    raw.write(`${JSON.stringify(line)}\n`);
  }
}
