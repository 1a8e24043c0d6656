import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { asLeader } from '@vocalborn/task-recovery';
import { LOGGER } from '../connections/tokens.js';
import { Measure } from './measure.js';

const roundMs = 10_000;

/** Keeps the figures per minute and the samples up to date; of several monitors one does it at a time. */
@Injectable()
export class KpiRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly measure: Measure,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.begin(), roundMs);
    this.begin();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  private begin(): void {
    this.#round ??= asLeader(this.database, 'figures', () => this.measure.keep())
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'the figures could not be kept now'),
      )
      .finally(() => (this.#round = null));
  }
}
