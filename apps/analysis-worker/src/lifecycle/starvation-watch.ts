import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Admission } from '../analyze-audio/admission.js';
import { LOGGER } from '../connections/tokens.js';

const lookEveryMs = 1_000;

/** Looks in a row that find tasks waiting, slots free and nothing arriving before the consumer is taken to be dead. */
const looksUntilStarved = 10;

/**
 * Knows the state in which a consumer looks healthy and never gets a job again, as happens to blocking Redis clients
 * after a restart or failover: the queue is not empty, slots are free, and nothing arrived. The parent then replaces
 * this process, and with it every client.
 */
@Injectable()
export class StarvationWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #arrivalsBefore = 0;

  constructor(
    private readonly queue: AnalysisQueue,
    private readonly admission: Admission,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get starved(): boolean {
    return this.#looks >= looksUntilStarved;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  private async look(): Promise<void> {
    const { arrivals, hungry } = this.admission.report();
    const waiting = await this.queue.counts().then(
      (counts) => counts.waiting,
      () => 0,
    );
    const suspicious = hungry && waiting > 0 && arrivals === this.#arrivalsBefore;
    this.#arrivalsBefore = arrivals;
    this.#looks = suspicious ? this.#looks + 1 : 0;
    if (this.#looks === looksUntilStarved) {
      this.logger.error({ waiting }, 'tasks wait, slots are free, and nothing arrives: the consumer is dead');
    }
  }
}
