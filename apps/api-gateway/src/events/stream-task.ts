import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { ProvenPrincipal } from '@vocalborn/http';
import { isFinal, type Language } from '@vocalborn/task';
import { historyOfTaskAfter, presentStates, type HistoryEntry } from '@vocalborn/task-ledger';
import type { FastifyReply } from 'fastify';
import { AccessService } from '../access/access.service.js';
import { noSuchTask } from '../http/refusals.js';
import { eventText } from './event-message.js';
import type { EventStream } from './event-stream.js';
import { OpenStreams } from './open-streams.js';
import { TaskFeed } from './task-feed.js';

/** Most events that a resumed listener gets at once; after a longer absence it gets the present state alone. */
const replayLimit = 500;

export interface TaskListener {
  readonly caller: ProvenPrincipal;
  readonly taskId: string;
  readonly language: Language;
  /** The last event that the listener received; null for a new listener. */
  readonly after: number | null;
}

/** Streams what happens to one task: its present state or the missed events first, then each event until the final one. */
@Injectable()
export class StreamTask {
  constructor(
    private readonly access: AccessService,
    private readonly database: Database,
    private readonly feed: TaskFeed,
    private readonly streams: OpenStreams,
  ) {}

  /**
   * Answers with the stream, or with 204 when the listener has received the final event: a browser then stops asking.
   * @throws Problem `not-found`, `too-many-streams`, `service-unavailable`
   */
  async answer(reply: FastifyReply, listener: TaskListener): Promise<void> {
    const { caller, taskId, language } = listener;
    this.streams.check(caller);
    await this.requireVisible(caller, taskId);
    const following = new Following(language, listener.after ?? 0);
    const leave = await this.feed.followTask(taskId, (event) => following.tell(event));
    try {
      const missed = await this.missedBy(listener);
      if (missed.length === 0 && (await this.hasEnded(taskId))) {
        leave();
        void reply.status(204).send();
        return;
      }
      const stream = this.streams.open(reply, caller);
      stream.closed.addEventListener('abort', leave, { once: true });
      stream.begin(() => following.start(stream, missed));
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async requireVisible(caller: ProvenPrincipal, taskId: string): Promise<void> {
    const [present] = await presentStates(this.database, [taskId]);
    if (present && (await this.access.maySee(caller, present.userId, { kind: 'events', id: taskId }))) return;
    throw noSuchTask();
  }

  private async missedBy({ taskId, after }: TaskListener): Promise<HistoryEntry[]> {
    if (after === null) return presentStates(this.database, [taskId]);
    const missed = await historyOfTaskAfter(this.database, taskId, String(after), replayLimit);
    if (missed.length === replayLimit) return presentStates(this.database, [taskId]);
    return missed.filter(({ isLate }) => !isLate);
  }

  private async hasEnded(taskId: string): Promise<boolean> {
    const [latest] = await presentStates(this.database, [taskId]);
    return latest !== undefined && isFinal(latest.status);
  }
}

/** Passes each event of a task on once, in order. Events that come before the missed ones are read wait for them. */
class Following {
  #waiting: HistoryEntry[] | null = [];
  #stream: EventStream | undefined;

  constructor(
    private readonly language: Language,
    private last: number,
  ) {}

  tell(event: HistoryEntry): void {
    if (this.#waiting) this.#waiting.push(event);
    else this.pass(event);
  }

  start(stream: EventStream, missed: readonly HistoryEntry[]): void {
    this.#stream = stream;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const event of [...missed, ...waiting]) this.pass(event);
  }

  private pass(event: HistoryEntry): void {
    const number = Number(event.eventId);
    if (number <= this.last) return;
    this.last = number;
    this.#stream?.send({ event: 'task', id: event.eventId, data: eventText(event, this.language) });
    if (isFinal(event.status)) this.#stream?.end();
  }
}
