import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, withAdvisoryLock } from '@vocalborn/database';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { Measure } from './measure.js';

const roundMs = 10_000;

/** The advisory lock of the monitor that keeps the figures; other locks of this system have other keys. */
const figuresLock = 7_146_021_932;

/** Stores the figures per minute and the samples. One of several monitors does it at a time. */
@Injectable()
export class KpiRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds: RepeatedWork;

  constructor(database: Database, measure: Measure, @Inject(LOGGER) logger: Logger) {
    this.#rounds = new RepeatedWork({
      everyMs: roundMs,
      run: () => withAdvisoryLock(database, figuresLock, () => measure.store()),
      onError: (error) => logger.warn({ err: error }, 'the figures cannot be stored now'),
    });
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
  }
}
