import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { AnalysisPool } from '../analysis-pool/analysis-pool.js';
import { Refusal } from '../http/refusal.js';
import { METRICS } from '../tokens.js';

/** What Prometheus is told of analyses: how many ended how, how long they took, how many wait. */
@Injectable()
export class AnalysisMetrics {
  readonly #outcomes: Counter;
  readonly #duration: Histogram;

  constructor(@Inject(METRICS) registry: Registry, pool: AnalysisPool) {
    const registers = [registry];
    this.#outcomes = new Counter({
      name: 'vocalborn_ai_analyses_total',
      help: 'Analyses by outcome: success or the code of the refusal',
      labelNames: ['outcome'],
      registers,
    });
    this.#duration = new Histogram({
      name: 'vocalborn_ai_analysis_duration_seconds',
      help: 'Time from acceptance to the outcome of an analysis',
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    });
    new Gauge({
      name: 'vocalborn_ai_queue_waiting',
      help: 'Analyses that wait for a thread',
      registers,
      collect() {
        this.set(pool.load.waiting);
      },
    });
  }

  async observe<T>(analysis: () => Promise<T>): Promise<T> {
    const stop = this.#duration.startTimer();
    try {
      const result = await analysis();
      this.#outcomes.inc({ outcome: 'success' });
      return result;
    } catch (error) {
      const aborted = error instanceof Error && error.name === 'AbortError';
      this.#outcomes.inc({ outcome: error instanceof Refusal ? error.code : aborted ? 'aborted' : 'analysis-failed' });
      throw error;
    } finally {
      stop();
    }
  }
}
