import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { historyAfter, latestEvent, type HistoryEntry } from '@vocalborn/task-ledger';
import { Subject, type Observable } from 'rxjs';
import { GapWatch } from './gap-watch.js';

const lookEveryMs = 500;
const pageSize = 2_000;

/**
 * Publishes every state change and step of every task, read from the history in Postgres: one statement each half
 * second, however many listeners there are, and none to Redis.
 */
@Injectable()
export class EventTail implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #entries = new Subject<HistoryEntry>();
  readonly #looks: RepeatedWork;
  #watch: GapWatch | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#looks = new RepeatedWork({
      everyMs: lookEveryMs,
      run: (signal) => this.follow(signal),
      onError: (error) => logger.debug({ err: error }, 'the events cannot be followed now'),
    });
  }

  get entries(): Observable<HistoryEntry> {
    return this.#entries;
  }

  /** The number of the last published event. */
  get last(): string {
    return String(this.#watch?.last ?? 0);
  }

  onApplicationBootstrap(): void {
    this.#looks.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#entries.complete();
    await this.#looks.stop();
  }

  /** Reads page after page until there is nothing more. */
  private async follow(signal: AbortSignal): Promise<void> {
    this.#watch ??= new GapWatch(Number(await latestEvent(this.database)));
    while (!signal.aborted && (await this.look(this.#watch)));
  }

  /** @returns whether the page is full, so that there may be more */
  private async look(watch: GapWatch): Promise<boolean> {
    const entries = await historyAfter(this.database, String(watch.last), watch.missing().map(String), pageSize);
    for (const entry of entries) {
      watch.saw(Number(entry.eventId));
      this.#entries.next(entry);
    }
    return entries.length === pageSize;
  }
}
