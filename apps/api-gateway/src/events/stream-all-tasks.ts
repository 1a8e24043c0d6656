import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { ProvenPrincipal } from '@vocalborn/http';
import type { Language, TaskState } from '@vocalborn/task';
import { GapWatch, type Position } from '@vocalborn/task-events';
import { historyAfter, presentStates, searchTasks, type HistoryEntry } from '@vocalborn/task-ledger';
import type { FastifyReply } from 'fastify';
import { AccessAudit } from '../access/access-audit.js';
import { cursorOf } from './cursor.js';
import { eventText } from './event-message.js';
import type { EventStream } from './event-stream.js';
import { OpenStreams } from './open-streams.js';
import { TaskFeed } from './task-feed.js';
import { VisibleOwners } from './visible-owners.js';

const pageSize = 2_000;

/** Pages of events, of all users, that are read for a listener that was away. */
const mostPages = 10;

/** Events that a listener that was away gets at once: some 1 MB. */
const mostMissed = 2_000;

/** Open tasks of each state whose present state a listener gets first. */
const mostOpen = 100;
const openStates: readonly TaskState[] = ['PENDING', 'PROCESSING', 'RETRY'];

export interface Listener {
  readonly caller: ProvenPrincipal;
  readonly language: Language;
  /** The position that the listener has reached; null for a new listener. */
  readonly after: Position | null;
}

interface Told {
  readonly event: HistoryEntry;
  readonly position: Position;
}

/**
 * Streams what happens to all tasks that a caller may see: the present states of the open ones or the missed events first,
 * then each event, until the listener leaves or its token expires.
 */
@Injectable()
export class StreamAllTasks {
  constructor(
    private readonly database: Database,
    private readonly feed: TaskFeed,
    private readonly streams: OpenStreams,
    private readonly audit: AccessAudit,
  ) {}

  /** @throws Problem `too-many-streams`, `service-unavailable` */
  async answer(reply: FastifyReply, listener: Listener): Promise<void> {
    const { caller } = listener;
    this.streams.check(caller);
    const ending = new AbortController();
    let pass: ((told: Told) => void) | null = null;
    const waiting: Told[] = [];
    try {
      const owners = await VisibleOwners.of(this.database, caller, ending.signal);
      const leave = await this.feed.followAll((event, position) => {
        if (!owners.has(event.userId)) return;
        if (pass) pass({ event, position });
        else waiting.push({ event, position });
      });
      ending.signal.addEventListener('abort', leave, { once: true });
      const first = await this.first(listener, owners);
      const stream = this.streams.open(reply, caller);
      stream.closed.addEventListener('abort', () => ending.abort(), { once: true });
      stream.begin(() => {
        pass = this.begin(stream, first, listener);
        waiting.forEach(pass);
      });
    } catch (error) {
      ending.abort();
      throw error;
    }
  }

  /** Sends what comes first. @returns what passes the later events on */
  private begin(stream: EventStream, first: First, { caller, language }: Listener): (told: Told) => void {
    const { seen, states } = first;
    const send = (event: HistoryEntry, id?: string): void => {
      this.audit.note(caller, event.userId, { kind: 'events', id: null });
      stream.send({ event: 'task', ...(id === undefined ? {} : { id }), data: eventText(event, language) });
    };
    if (first.isGap) stream.send({ event: 'gap', data: '{}' });
    // Without an id: a listener that leaves now gets the present states again.
    for (const event of states) send(event);
    for (const { event, position } of first.missed) send(event, cursorOf(position));
    const present = new Map(states.map((event) => [event.taskId, Number(event.eventId)]));
    return ({ event, position }) => {
      const number = Number(event.eventId);
      if (seen?.isNew(number) === false || number <= (present.get(event.taskId) ?? 0)) return;
      send(event, cursorOf(position));
    };
  }

  private async first({ caller, after }: Listener, owners: VisibleOwners): Promise<First> {
    const replay = after && (await this.missedSince(after, owners));
    if (replay) return { ...replay, states: [], isGap: false };
    return { missed: [], seen: null, states: await this.openTasks(caller), isGap: after !== null };
  }

  /** The events after a position; null when there are too many. */
  private async missedSince(after: Position, owners: VisibleOwners): Promise<Pick<First, 'missed' | 'seen'> | null> {
    const seen = new GapWatch(after.last, after.missing);
    const missed: Told[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const events = await historyAfter(this.database, String(seen.last), seen.missing().map(String), pageSize);
      for (const event of events) {
        seen.saw(Number(event.eventId));
        if (!event.isLate && owners.has(event.userId))
          missed.push({ event, position: { last: seen.last, missing: seen.missing() } });
      }
      if (missed.length > mostMissed) return null;
      if (events.length < pageSize) return { missed, seen };
    }
    return null;
  }

  private async openTasks(caller: ProvenPrincipal): Promise<HistoryEntry[]> {
    const order = { order: 'newest', limit: mostOpen, after: null } as const;
    const found = await Promise.all(
      openStates.map((status) => searchTasks(this.database, { status, visibleTo: caller }, order)),
    );
    const taskIds = found.flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId));
    return presentStates(this.database, taskIds);
  }
}

/** What a listener gets before the later events. */
interface First {
  /** The present states of open tasks, for a new listener. */
  readonly states: readonly HistoryEntry[];
  readonly missed: readonly Told[];
  /** The numbers that a resumed listener has seen; null for a new one. */
  readonly seen: GapWatch | null;
  /** Whether the listener was away for too long to get the events that it missed. */
  readonly isGap: boolean;
}
