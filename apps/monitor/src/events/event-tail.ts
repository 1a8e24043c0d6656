import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { historyAfter, latestEvent, type HistoryEntry } from '@vocalborn/task-ledger';
import { Subject, type Observable } from 'rxjs';
import { setTimeout as delay } from 'node:timers/promises';
import { LOGGER } from '../connections/tokens.js';
import { GapWatch } from './gap-watch.js';

const lookEveryMs = 500;
const pageSize = 2_000;

/**
 * Tells of every state change and step of every task, from the history in Postgres: one look by number each half
 * second, whatever the number of listeners, and nothing asked of Redis.
 */
@Injectable()
export class EventTail implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #entries = new Subject<HistoryEntry>();
  readonly #stopping = new AbortController();
  #following: Promise<void> | undefined;
  #watch: GapWatch | undefined;

  constructor(
    private readonly database: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get entries(): Observable<HistoryEntry> {
    return this.#entries;
  }

  /** The number of the last event that was told of. */
  get last(): string {
    return String(this.#watch?.last ?? 0);
  }

  onApplicationBootstrap(): void {
    this.#following = this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    this.#entries.complete();
    await this.#following;
  }

  private async follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        this.#watch ??= new GapWatch(Number(await latestEvent(this.database)));
        while (await this.look(this.#watch));
      } catch (error) {
        this.logger.debug({ err: error }, 'the events cannot be followed now');
      }
      await delay(lookEveryMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** @returns whether there is more to read at once */
  private async look(watch: GapWatch): Promise<boolean> {
    const entries = await historyAfter(this.database, String(watch.last), watch.missing().map(String), pageSize);
    for (const entry of entries) {
      watch.saw(Number(entry.eventId));
      this.#entries.next(entry);
    }
    return entries.length === pageSize && !this.#stopping.signal.aborted;
  }
}
