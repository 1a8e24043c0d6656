import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { EventTail, type Position } from '@vocalborn/task-events';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { Problem } from '../http/problem.js';

/** Gets the events that it follows. `position` is the one after the event. */
export type Follower = (event: HistoryEntry, position: Position) => void;

const lookEveryMs = 250;

/** The history is followed this long after the last follower has left, for the next one. */
const lingerMs = 5_000;

/**
 * The events of tasks for the clients of this process. One statement at each look serves all of them, and none is made
 * while nobody follows.
 */
@Injectable()
export class TaskFeed implements OnApplicationShutdown {
  readonly #ofTask = new Map<string, Set<Follower>>();
  readonly #ofAll = new Set<Follower>();
  #tail: EventTail | undefined;
  #stopping: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Tells the follower every event of the task that is committed from now on, until the returned function is called.
   * @throws Problem `service-unavailable` while Postgres is away
   */
  async followTask(taskId: string, follower: Follower): Promise<() => void> {
    await this.catchUp();
    const followers = this.#ofTask.get(taskId) ?? new Set();
    this.#ofTask.set(taskId, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#ofTask.get(taskId) === followers) this.#ofTask.delete(taskId);
      this.stopSoon();
    };
  }

  /** As `followTask`, for the events of all tasks. @throws Problem `service-unavailable` */
  async followAll(follower: Follower): Promise<() => void> {
    await this.catchUp();
    this.#ofAll.add(follower);
    return () => {
      this.#ofAll.delete(follower);
      this.stopSoon();
    };
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#stopping);
    await this.#tail?.stop();
  }

  /** A follower gets no event from before its time. */
  private async catchUp(): Promise<void> {
    clearTimeout(this.#stopping);
    const tail = (this.#tail ??= this.startTail());
    try {
      await tail.catchUp();
    } catch {
      this.stopSoon();
      throw new Problem('service-unavailable', {
        'en-US': 'The events of tasks cannot be read now.',
        'zh-TW': '目前無法讀取任務事件。',
      });
    }
    // It was stopped meanwhile, because nobody followed.
    if (this.#tail !== tail) await this.catchUp();
  }

  private startTail(): EventTail {
    const tail = new EventTail({
      database: this.database,
      everyMs: lookEveryMs,
      onEvent: (event) => {
        if (!event.isLate) this.tell(event, tail);
      },
      onError: (error) => this.logger.debug({ err: error }, 'the events cannot be followed now'),
    });
    tail.start();
    return tail;
  }

  private tell(event: HistoryEntry, tail: EventTail): void {
    const ofTask = this.#ofTask.get(event.taskId);
    if (!ofTask && this.#ofAll.size === 0) return;
    const { position } = tail;
    // Copied, because a follower leaves when it gets the final event.
    for (const follower of [...(ofTask ?? []), ...this.#ofAll]) follower(event, position);
  }

  private stopSoon(): void {
    clearTimeout(this.#stopping);
    this.#stopping = setTimeout(() => {
      if (this.#ofTask.size > 0 || this.#ofAll.size > 0) return;
      void this.#tail?.stop();
      this.#tail = undefined;
    }, lingerMs).unref();
  }
}
