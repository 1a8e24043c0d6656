import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Admission } from './admission.js';

const checkEveryMs = 1_000;

/** Checks in a row with waiting tasks, free slots and no arrival after which the consumer counts as dead. */
const checksUntilStarved = 10;

/**
 * Detects a consumer that looks healthy and never gets a job again, as happens to blocking Redis clients after a restart
 * or a failover: the queue is not empty, slots are free, and no job arrives. The parent then replaces this process, and
 * with it every client.
 */
@Injectable()
export class StarvationWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #checks: RepeatedWork;
  #suspicious = 0;
  #arrivalsBefore = 0;

  constructor(
    private readonly queue: AnalysisQueue,
    private readonly admission: Admission,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#checks = new RepeatedWork({ everyMs: checkEveryMs, run: () => this.check(), onError: () => undefined });
  }

  get starved(): boolean {
    return this.#suspicious >= checksUntilStarved;
  }

  onApplicationBootstrap(): void {
    this.#checks.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#checks.stop();
  }

  /** Compares the queue with the arrivals since the previous check. While Redis cannot be reached nothing is suspicious. */
  async check(): Promise<void> {
    const { arrivals, hungry } = this.admission.report();
    const waiting = await this.queue.counts().then(
      (counts) => counts.waiting,
      () => 0,
    );
    const isSuspicious = hungry && waiting > 0 && arrivals === this.#arrivalsBefore;
    this.#arrivalsBefore = arrivals;
    this.#suspicious = isSuspicious ? this.#suspicious + 1 : 0;
    if (this.#suspicious === checksUntilStarved) {
      this.logger.error({ waiting }, 'tasks wait, slots are free, and no task arrives: the consumer is dead');
    }
  }
}
