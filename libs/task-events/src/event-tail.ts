import type { Database } from '@vocalborn/database';
import { RepeatedWork } from '@vocalborn/observability';
import { historyAfter, latestEvent, type HistoryEntry } from '@vocalborn/task-ledger';
import { GapWatch } from './gap-watch.js';

/**
 * A position in the history of all tasks: the number of the latest event that was seen, and the lower numbers whose
 * transactions had not committed then.
 */
export interface Position {
  readonly last: number;
  readonly missing: readonly number[];
}

export interface EventTailOptions {
  readonly database: Database;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Gets each new event; `position` is the one after it meanwhile. */
  readonly onEvent: (event: HistoryEntry) => void;
  /** Is told why a look failed. The next one follows. */
  readonly onError: (error: unknown) => void;
}

const pageSize = 2_000;

/** Events before the start that are read to learn which numbers are missing among them: more than commit at one time. */
const lookBack = 1_000;

/**
 * Follows the history of all tasks from the moment in which it starts: one statement at each look, however many listeners
 * there are, and none to Redis.
 */
export class EventTail {
  readonly #looks: RepeatedWork;
  #underWay: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #watch: GapWatch | undefined;
  #hasStopped = false;

  constructor(private readonly options: EventTailOptions) {
    this.#looks = new RepeatedWork({
      everyMs: options.everyMs,
      run: () => this.catchUp(),
      onError: options.onError,
    });
  }

  /** The position after the last event that was told; the beginning of the history before the first look. */
  get position(): Position {
    return { last: this.#watch?.last ?? 0, missing: this.#watch?.missing() ?? [] };
  }

  start(): void {
    this.#looks.start();
  }

  /**
   * Tells every event that is committed by now, the first time none: the tail begins there. Calls at the same time share a
   * look.
   * @throws when Postgres cannot be asked
   */
  catchUp(): Promise<void> {
    this.#next ??= this.#underWay.then(() => {
      this.#next = undefined;
      const look = this.follow();
      this.#underWay = look.catch(() => undefined);
      return look;
    });
    return this.#next;
  }

  /** Ends the looks and waits for the one under way. */
  async stop(): Promise<void> {
    this.#hasStopped = true;
    await this.#looks.stop();
    await this.#underWay;
  }

  /** Reads page after page until there is nothing more. */
  private async follow(): Promise<void> {
    this.#watch ??= await this.findEnd();
    while (!this.#hasStopped && (await this.look(this.#watch)));
  }

  /** The end of the history, with the numbers before it that may still appear. */
  private async findEnd(): Promise<GapWatch> {
    const { database } = this.options;
    const watch = new GapWatch(Math.max(0, Number(await latestEvent(database)) - lookBack));
    for (const event of await historyAfter(database, String(watch.last), [], pageSize))
      watch.saw(Number(event.eventId));
    return watch;
  }

  /** @returns whether the page is full, so that there may be more */
  private async look(watch: GapWatch): Promise<boolean> {
    const { database, onEvent } = this.options;
    const events = await historyAfter(database, String(watch.last), watch.missing().map(String), pageSize);
    for (const event of events) {
      watch.saw(Number(event.eventId));
      onEvent(event);
    }
    return events.length === pageSize;
  }
}
