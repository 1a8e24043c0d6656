import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { asLeader } from '@vocalborn/task-recovery';
import { LOGGER } from '../connections/tokens.js';
import { AlertFigures } from './alert-figures.js';
import { AlertFile } from './alert-file.js';
import { judgeAlerts } from './alert-round.js';
import { AlertOutbox } from './alert-outbox.js';

const roundMs = 5_000;

/** What is started together with the monitor is given this long to appear: a new deployment is no outage. */
const firstRoundMs = 15_000;

/** Judges the alert rules every few seconds; of several monitors one does it at a time, and any can go on. */
@Injectable()
export class AlertEngine implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly figures: AlertFigures,
    private readonly file: AlertFile,
    private readonly outbox: AlertOutbox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => this.begin(), roundMs);
      this.begin();
    }, firstRoundMs);
  }

  async onApplicationShutdown(): Promise<void> {
    // Whichever of the two it is.
    clearTimeout(this.#timer);
    await this.#round;
  }

  private begin(): void {
    this.#round ??= asLeader(this.database, 'alerts', () => this.judge())
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'the alert rules could not be judged now'),
      )
      .finally(() => (this.#round = null));
  }

  private async judge(): Promise<void> {
    const { values, figures } = await this.figures.now();
    const judged = { rules: this.file.rules, values, at: figures.to, channels: this.outbox.channelNames };
    for (const { transition, ...alert } of await judgeAlerts(this.database, judged)) {
      if (transition !== 'changed') this.logger.warn({ alert }, `alert ${transition}`);
    }
  }
}
