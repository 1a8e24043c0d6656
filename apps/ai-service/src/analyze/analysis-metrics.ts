import type { AiProblemCode } from '@vocalborn/ai-contract';
import { Injectable } from '@nestjs/common';
import { metricsRegistry } from '@vocalborn/observability';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { AnalysisPool } from '../pool/analysis-pool.js';

export type Outcome = 'succeeded' | 'aborted' | AiProblemCode;

/** Metrics of the analyses and of the process. */
@Injectable()
export class AnalysisMetrics {
  readonly registry: Registry = metricsRegistry({ app: 'ai-service' });
  private readonly analyses = new Counter({
    name: 'ai_analyses_total',
    help: 'Analyses by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'ai_analysis_duration_seconds',
    help: 'From the request to the answer',
    labelNames: ['outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers: [this.registry],
  });

  constructor(pool: AnalysisPool) {
    for (const state of ['running', 'waiting', 'reading'] as const) {
      new Gauge({
        name: `ai_analyses_${state}`,
        help: state === 'reading' ? 'Requests whose body is arriving' : `Analyses that are ${state}`,
        registers: [this.registry],
        collect() {
          this.set(pool.load()[state]);
        },
      });
    }
  }

  /** Starts the timer of one request; the returned function stops it. */
  start(): (outcome: Outcome) => void {
    const stop = this.seconds.startTimer();
    return (outcome) => {
      stop({ outcome });
      this.analyses.inc({ outcome });
    };
  }
}
