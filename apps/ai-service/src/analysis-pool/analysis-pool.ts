import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AiProgress, AnalysisResult } from '@vocalborn/ai-contract';
import type { AiServiceSettings } from '@vocalborn/settings';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { AnalyzeRequest } from '../analyze/receive-request.js';
import { Refusal } from '../http/refusal.js';
import type { AnalysisOutcome } from './job.js';

/** How the pool stands. */
export interface PoolLoad {
  readonly running: number;
  readonly waiting: number;
  readonly capacity: number;
}

/** A bounded number of threads with a bounded queue before them: the event loop stays free, and memory is bounded. */
@Injectable()
export class AnalysisPool implements OnApplicationShutdown {
  readonly #pool: Piscina;
  #running = 0;

  constructor(private readonly settings: AiServiceSettings) {
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL('./thread.js', import.meta.url)),
      minThreads: Math.min(1, settings.ANALYSIS_POOL_SIZE),
      maxThreads: settings.ANALYSIS_POOL_SIZE,
      maxQueue: settings.ANALYSIS_QUEUE_LIMIT,
      idleTimeout: 60_000,
      // An idle thread that sleeps in Atomics.wait would never get round to closing the progress port.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: settings.ANALYSIS_THREAD_MEMORY_MB },
    });
  }

  get load(): PoolLoad {
    const { ANALYSIS_POOL_SIZE: capacity } = this.settings;
    return { running: Math.min(this.#running, capacity), waiting: this.#pool.queueSize, capacity };
  }

  /**
   * Analyses a recording on a thread.
   * @param signal aborting ends the thread at once, whatever it is computing
   * @throws Refusal when the recording cannot be analysed or too many are waiting
   */
  async analyze(
    request: AnalyzeRequest,
    signal: AbortSignal,
    onProgress: (progress: AiProgress) => void,
  ): Promise<AnalysisResult> {
    if (this.isFull()) throw new Refusal('queue-full', 'Every thread is busy and the queue is full.');
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    const job = { ...request, maxDurationSeconds: this.settings.MAX_AUDIO_DURATION_SECONDS, progress: port2 };
    this.#running += 1;
    onProgress({ stage: 'queued', progress: 0 });
    try {
      const drained = once(port1, 'close');
      const outcome = (await this.#pool.run(job, { signal, transferList: [port2] })) as AnalysisOutcome;
      await drained;
      if ('result' in outcome) return outcome.result;
      throw new Refusal(outcome.refused, outcome.detail, { part: outcome.part });
    } finally {
      this.#running -= 1;
      port1.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.destroy();
  }

  private isFull(): boolean {
    const { ANALYSIS_POOL_SIZE: threads, ANALYSIS_QUEUE_LIMIT: queue } = this.settings;
    return this.#running >= threads + queue;
  }
}
