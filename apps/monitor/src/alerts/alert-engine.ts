import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, withAdvisoryLock } from '@vocalborn/database';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { Measure } from '../kpis/measure.js';
import { AlertFile } from './alert-file.js';
import { evaluateAlerts } from './alert-round.js';
import { AlertOutbox } from './alert-outbox.js';

const roundMs = 5_000;

/** Gives what is deployed together with the monitor time to start, so that a deployment raises no alert. */
const firstRoundMs = 15_000;

/** The advisory lock of the monitor that evaluates the rules; other locks of this system have other keys. */
export const alertsLock = 7_146_021_933;

/** Evaluates the alert rules every few seconds. One of several monitors does it at a time; any of them can take over. */
@Injectable()
export class AlertEngine implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds: RepeatedWork;

  constructor(
    private readonly database: Database,
    private readonly measure: Measure,
    private readonly file: AlertFile,
    private readonly outbox: AlertOutbox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#rounds = new RepeatedWork({
      everyMs: roundMs,
      firstAfterMs: firstRoundMs,
      run: () => withAdvisoryLock(database, alertsLock, () => this.evaluate()),
      onError: (error) => logger.warn({ err: error }, 'the alert rules cannot be evaluated now'),
    });
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
  }

  private async evaluate(): Promise<void> {
    const { values, figures } = await this.measure.overAlertWindow();
    const round = { rules: this.file.rules, values, at: figures.to, channels: this.outbox.channelNames };
    for (const { transition, ...alert } of await evaluateAlerts(this.database, round)) {
      if (transition !== 'changed') this.logger.warn({ alert }, `alert ${transition}`);
    }
  }
}
