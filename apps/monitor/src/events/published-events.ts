import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { EventTail } from '@vocalborn/task-events';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { Subject, type Observable } from 'rxjs';

const lookEveryMs = 500;

/** Publishes every state change and step of every task to the listeners within this process. */
@Injectable()
export class PublishedEvents implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #entries = new Subject<HistoryEntry>();
  readonly #tail: EventTail;

  constructor(database: Database, @Inject(LOGGER) logger: Logger) {
    this.#tail = new EventTail({
      database,
      everyMs: lookEveryMs,
      onEvent: (event) => this.#entries.next(event),
      onError: (error) => logger.debug({ err: error }, 'the events cannot be followed now'),
    });
  }

  get entries(): Observable<HistoryEntry> {
    return this.#entries;
  }

  /** The number of the last published event. */
  get last(): string {
    return String(this.#tail.position.last);
  }

  /** Publishes what is committed by now, the first time nothing: the entries begin there. */
  catchUp(): Promise<void> {
    return this.#tail.catchUp();
  }

  onApplicationBootstrap(): void {
    this.#tail.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#entries.complete();
    await this.#tail.stop();
  }
}
