import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { AiStage } from '@vocalborn/ai-contract';
import { Piscina } from 'piscina';
import { Refusal } from '../http/problem.js';
import type { Analysed, AnalysisJob, StageListener, ThreadOutcome, ThreadTask } from './job.js';

const stopping = 'The service is being stopped; ask again shortly.';

export interface PoolOptions {
  readonly threads: number;
  readonly queueLimit: number;
  readonly threadMemoryMb: number;
  readonly maxDurationSeconds: number;
  readonly idleSeconds: number;
}

/** Room for one request, taken before its body is read: what is held in memory is bounded from there on. */
export interface Place {
  /** Aborted when the client leaves, or when the service is stopped and its grace is over. */
  readonly signal: AbortSignal;
  /** Gives the place up when it ends. */
  run(job: AnalysisJob, onStage: StageListener): Promise<Analysed>;
  leave(): void;
}

/** What the pool knows of a place. */
interface Taken {
  readonly abort: AbortController;
  read: boolean;
}

/**
 * A fixed number of threads and a bounded queue before them. An aborted job leaves the queue, or takes its thread
 * down with it: computing cannot be interrupted otherwise, and a new thread starts in its place.
 */
export class AnalysisPool {
  private piscina: Piscina<ThreadTask, ThreadOutcome>;
  private readonly places = new Set<Taken>();
  private idle: (() => void) | undefined;
  private rest: NodeJS.Timeout | undefined;
  /** Something was computed by the present threads. */
  private worn = false;
  stopping = false;

  constructor(private readonly options: PoolOptions) {
    this.piscina = this.startThreads();
  }

  load(): { reading: number; running: number; waiting: number; capacity: number } {
    const { threads, queueLimit } = this.options;
    const jobs = [...this.places].filter(({ read }) => read).length;
    const running = Math.min(jobs, threads);
    return { reading: this.places.size - jobs, running, waiting: jobs - running, capacity: threads + queueLimit };
  }

  /** @throws Refusal with code queue-full, when no place is left or the service is stopping. */
  enter(left: AbortSignal): Place {
    if (this.stopping) throw new Refusal('queue-full', stopping);
    if (this.places.size >= this.load().capacity) {
      throw new Refusal('queue-full', 'Every thread is busy and the queue is full; ask again shortly.');
    }
    const taken: Taken = { abort: new AbortController(), read: false };
    this.places.add(taken);
    clearTimeout(this.rest);
    const signal = AbortSignal.any([taken.abort.signal, left]);
    const leave = () => {
      if (this.places.delete(taken) && this.places.size === 0) this.becomeIdle();
    };
    const run = (job: AnalysisJob, onStage: StageListener) => {
      taken.read = this.worn = true;
      return this.runOnThread(job, signal, onStage).finally(leave);
    };
    return { signal, run, leave };
  }

  /** Lets nobody in any more and the present ones end; whatever is read or runs after the grace is aborted. */
  async finish(graceSeconds: number): Promise<void> {
    this.stopping = true;
    clearTimeout(this.rest);
    if (this.places.size > 0) {
      const idle = new Promise<void>((resolve) => (this.idle = resolve));
      const abort = ({ abort }: Taken) => abort.abort(new Refusal('queue-full', stopping));
      const timer = setTimeout(() => this.places.forEach(abort), graceSeconds * 1_000);
      await idle;
      clearTimeout(timer);
    }
    await this.piscina.destroy();
  }

  private startThreads(): Piscina<ThreadTask, ThreadOutcome> {
    const { options } = this;
    return new Piscina({
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

  private becomeIdle(): void {
    this.idle?.();
    if (this.stopping || !this.worn) return;
    this.rest = setTimeout(() => {
      // A thread that has nothing to do does not collect its garbage: a large job's samples would be held for days.
      // Replaced as a whole, because a pool that may shrink starts no thread for what waits behind an aborted job.
      const used = this.piscina;
      this.worn = false;
      this.piscina = this.startThreads();
      void used.destroy();
    }, this.options.idleSeconds * 1_000).unref();
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
