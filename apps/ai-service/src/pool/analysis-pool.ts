import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { AiStage } from '@vocalborn/ai-contract';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { SETTINGS, type AiServiceSettings } from '@vocalborn/settings';
import { Piscina } from 'piscina';
import { Refusal } from '../problem.js';
import type { Analysed, AnalysisJob, StageListener, ThreadOutcome, ThreadTask } from './job.js';

const stopping = 'The service is being stopped; ask again shortly.';

/** A place for one request, taken before its body is read, so that the memory in use is bounded. */
export interface Place {
  /** Aborted when the client leaves, or after the grace period of a shutdown. */
  readonly signal: AbortSignal;
  /** Runs the analysis and gives the place up at its end. */
  run(job: AnalysisJob, onStage: StageListener): Promise<Analysed>;
  leave(): void;
}

/** State of a taken place. */
interface TakenPlace {
  readonly abort: AbortController;
  read: boolean;
}

/**
 * A fixed number of threads with a bounded queue. An aborted job leaves the queue or terminates its thread, because a
 * computation cannot be interrupted otherwise; a new thread replaces it.
 */
@Injectable()
export class AnalysisPool implements BeforeApplicationShutdown {
  private piscina: Piscina<ThreadTask, ThreadOutcome>;
  private readonly places = new Set<TakenPlace>();
  private idle: (() => void) | undefined;
  private renewal: NodeJS.Timeout | undefined;
  /** True when the present threads have computed something. */
  private hasComputed = false;
  stopping = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: AiServiceSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.piscina = this.startThreads();
  }

  load(): { reading: number; running: number; waiting: number; capacity: number } {
    const { ANALYSIS_POOL_SIZE: threads, ANALYSIS_QUEUE_LIMIT: queueLimit } = this.settings;
    const jobs = [...this.places].filter(({ read }) => read).length;
    const running = Math.min(jobs, threads);
    return { reading: this.places.size - jobs, running, waiting: jobs - running, capacity: threads + queueLimit };
  }

  /** Takes a place. @throws Refusal with code queue-full when no place is free or the service is stopping */
  enter(left: AbortSignal): Place {
    if (this.stopping) throw new Refusal('queue-full', stopping);
    if (this.places.size >= this.load().capacity) {
      throw new Refusal('queue-full', 'Every thread is busy and the queue is full; ask again shortly.');
    }
    const taken: TakenPlace = { abort: new AbortController(), read: false };
    this.places.add(taken);
    clearTimeout(this.renewal);
    const signal = AbortSignal.any([taken.abort.signal, left]);
    const leave = () => {
      if (this.places.delete(taken) && this.places.size === 0) this.startRenewal();
    };
    const run = (job: AnalysisJob, onStage: StageListener) => {
      taken.read = this.hasComputed = true;
      return this.runOnThread(job, signal, onStage).finally(leave);
    };
    return { signal, run, leave };
  }

  /**
   * Refuses new requests and waits for the present ones. Aborts what is still read or run after the grace period
   * (SHUTDOWN_GRACE_SECONDS). The server goes on answering meanwhile.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.logger.info(this.load(), 'ai-service finishes its running analyses');
    this.stopping = true;
    clearTimeout(this.renewal);
    if (this.places.size > 0) {
      const idle = new Promise<void>((resolve) => (this.idle = resolve));
      const abort = ({ abort }: TakenPlace) => abort.abort(new Refusal('queue-full', stopping));
      const timer = setTimeout(() => this.places.forEach(abort), this.settings.SHUTDOWN_GRACE_SECONDS * 1_000);
      await idle;
      clearTimeout(timer);
    }
    await this.piscina.destroy();
  }

  private startThreads(): Piscina<ThreadTask, ThreadOutcome> {
    const { settings } = this;
    return new Piscina({
      filename: new URL('./thread.js', import.meta.url).href,
      minThreads: settings.ANALYSIS_POOL_SIZE,
      maxThreads: settings.ANALYSIS_POOL_SIZE,
      maxQueue: Math.max(1, settings.ANALYSIS_QUEUE_LIMIT),
      // Threads wait in their event loop, where the native decoder delivers its results.
      atomics: 'disabled',
      // Limits the JavaScript heap. Samples lie outside it and are limited by the maximum duration.
      resourceLimits: { maxOldGenerationSizeMb: settings.ANALYSIS_THREAD_MEMORY_MB },
    });
  }

  private startRenewal(): void {
    this.idle?.();
    if (this.stopping || !this.hasComputed) return;
    this.renewal = setTimeout(() => {
      // An idle thread does not collect its garbage, so it would keep the samples of a large job. All threads are
      // replaced at once, because a pool that may shrink starts no thread for a job that waits behind an aborted one.
      const used = this.piscina;
      this.hasComputed = false;
      this.piscina = this.startThreads();
      void used.destroy();
    }, this.settings.ANALYSIS_IDLE_SECONDS * 1_000).unref();
  }

  private async runOnThread(job: AnalysisJob, signal: AbortSignal, onStage: StageListener): Promise<Analysed> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (stage: AiStage) => onStage(stage));
    const { sample, reference, language, keepSpeech } = job;
    const work = { sample, reference, language, keepSpeech };
    const task: ThreadTask = { ...work, maxDurationSeconds: this.settings.MAX_AUDIO_DURATION_SECONDS, stages: port2 };
    const recordings = [job.sample, ...(job.reference ? [job.reference] : [])];
    const transferList = [port2, ...recordings.map(({ buffer }) => buffer)];
    try {
      // The thread closes its port last: then all its stages have arrived.
      const [outcome] = await Promise.all([this.piscina.run(task, { signal, transferList }), once(port1, 'close')]);
      if ('result' in outcome) return outcome;
      const { code, detail, part } = outcome.refusal;
      throw new Refusal(code, detail, { part });
    } finally {
      port1.close();
    }
  }
}
