import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { AiStage } from '@vocalborn/ai-contract';
import { Piscina } from 'piscina';
import { Refusal } from '../http/problem.js';
import type { Analysed, AnalysisJob, StageListener, ThreadOutcome, ThreadTask } from './job.js';

export interface PoolOptions {
  readonly threads: number;
  readonly queueLimit: number;
  readonly threadMemoryMb: number;
  readonly maxDurationSeconds: number;
}

/**
 * A fixed number of threads and a bounded queue before them. An aborted job leaves the queue, or takes its thread
 * down with it: computing cannot be interrupted otherwise, and a new thread starts in its place.
 */
export class AnalysisPool {
  private readonly piscina: Piscina<ThreadTask, ThreadOutcome>;
  private readonly jobs = new Set<AbortController>();
  private idle: (() => void) | undefined;
  stopping = false;

  constructor(private readonly options: PoolOptions) {
    this.piscina = new Piscina({
      filename: new URL('./thread.js', import.meta.url).href,
      minThreads: options.threads,
      maxThreads: options.threads,
      maxQueue: Math.max(1, options.queueLimit),
      // Threads wait in their event loop, where the native decoder delivers its results.
      atomics: 'disabled',
      // Bounds the JavaScript heap; samples lie outside it and are bounded by the longest duration.
      resourceLimits: { maxOldGenerationSizeMb: options.threadMemoryMb },
    });
  }

  load(): { running: number; waiting: number; capacity: number } {
    const { threads, queueLimit } = this.options;
    const running = Math.min(this.jobs.size, threads);
    return { running, waiting: this.jobs.size - running, capacity: threads + queueLimit };
  }

  /** @throws Refusal with code queue-full, at once, when no place is left or the service is stopping. */
  run(job: AnalysisJob, signal: AbortSignal, onStage: StageListener): Promise<Analysed> {
    if (this.stopping) throw new Refusal('queue-full', 'The service is being stopped; ask again shortly.');
    if (this.jobs.size >= this.load().capacity) {
      throw new Refusal('queue-full', 'Every thread is busy and the queue is full; ask again shortly.');
    }
    const abort = new AbortController();
    this.jobs.add(abort);
    return this.runOnThread(job, AbortSignal.any([abort.signal, signal]), onStage).finally(() => {
      this.jobs.delete(abort);
      if (this.jobs.size === 0) this.idle?.();
    });
  }

  /** Takes no more jobs and lets the present ones end; whatever runs after the grace is aborted. */
  async finish(graceSeconds: number): Promise<void> {
    this.stopping = true;
    if (this.jobs.size > 0) {
      const idle = new Promise<void>((resolve) => (this.idle = resolve));
      const timer = setTimeout(() => this.jobs.forEach((job) => job.abort()), graceSeconds * 1_000);
      await idle;
      clearTimeout(timer);
    }
    await this.piscina.destroy();
  }

  private async runOnThread(job: AnalysisJob, signal: AbortSignal, onStage: StageListener): Promise<Analysed> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (stage: AiStage) => onStage(stage));
    const { sample, reference, language, keepSpeech } = job;
    const work = { sample, reference, language, keepSpeech };
    const task: ThreadTask = { ...work, maxDurationSeconds: this.options.maxDurationSeconds, stages: port2 };
    const recordings = [job.sample, ...(job.reference ? [job.reference] : [])];
    const transferList = [port2, ...recordings.map(({ buffer }) => buffer)];
    try {
      // The thread closes its end last: once that is heard, every stage before it has been.
      const [outcome] = await Promise.all([this.piscina.run(task, { signal, transferList }), once(port1, 'close')]);
      if ('result' in outcome) return outcome;
      const { code, detail, part } = outcome.refusal;
      throw new Refusal(code, detail, { part });
    } finally {
      port1.close();
    }
  }
}
