import { Headers, Query, Req, Sse, type MessageEvent } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { Uuid } from '@vocalborn/api-description';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import type { FastifyRequest } from 'fastify';
import { defer, filter, finalize, interval, map, merge, takeUntil, timer, type Observable } from 'rxjs';
import { Caller, type Operator } from '../access/operator.js';
import { OperatorController } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { reachedStanding } from '../tasks/task-rows.js';
import { DescribesStream } from './event-stream.docs.js';
import { PublishedEvents } from './published-events.js';
import { idleTimeout } from './idle-timeout.js';
import { LiveUpdates } from './live-updates.js';
import { resume } from './resume.js';

/** Proxies close a connection without traffic, so a keepalive is sent at this interval. */
const heartbeatMs = 15_000;

/** Longest delay of a Node timer. */
const longestTimerMs = 2 ** 31 - 1;

/** More than an operations team opens. Each listener costs memory and time. */
const mostListeners = 200;

class EventsDto {
  @Uuid({ optional: true, description: 'Only events of this task.' })
  task_id?: string;
}

@OperatorController('api/events', 'live')
export class EventsController {
  #listeners = 0;

  constructor(
    private readonly published: PublishedEvents,
    private readonly updates: LiveUpdates,
    private readonly database: Database,
  ) {}

  @Sse()
  @DescribesStream()
  stream(
    @Req() request: FastifyRequest,
    @Query() { task_id: taskId }: EventsDto,
    @Caller() { until }: Operator,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<MessageEvent> {
    const after = /^\d{1,15}$/.test(lastEventId ?? '') ? lastEventId : undefined;
    const { entries: live, last } = this.published;
    const source = after === undefined ? live : resume({ database: this.database, live, after, taskId });
    const entries = source.pipe(
      filter((entry) => 'after' in entry || taskId === undefined || entry.taskId === taskId),
      map((entry) => ('after' in entry ? { type: 'gap', data: entry } : messageOf(entry))),
    );
    const heartbeats = interval(heartbeatMs).pipe(map(() => ({ type: 'heartbeat', data: {} })));
    const others = taskId === undefined ? merge(heartbeats, this.updates.messages) : heartbeats;
    const messages = merge(entries, others).pipe(numberedAfter(after ?? last));
    return this.admitted(messages.pipe(idleTimeout(request.raw.socket, heartbeatMs), endsWith(until)));
  }

  /** Counts the listener while it is subscribed. @throws Problem 503 when there are too many */
  private admitted<T>(messages: Observable<T>): Observable<T> {
    if (this.#listeners >= mostListeners) throw new Problem(503, `${mostListeners} listeners are connected already`);
    return defer(() => {
      this.#listeners += 1;
      return messages.pipe(finalize(() => (this.#listeners -= 1)));
    });
  }
}

/** Ends the stream when the token of the operator expires. A client with a new token resumes. */
const endsWith = (until: number | null) => (messages: Observable<MessageEvent>) =>
  until === null
    ? messages
    : messages.pipe(takeUntil(timer(Math.min(Math.max(until - Date.now(), 0), longestTimerMs))));

/**
 * Gives every other message the id of the last task event before it. Nest would number such a message by itself, and a
 * browser would resume after that wrong number.
 */
const numberedAfter = (first: string) => (messages: Observable<MessageEvent>) =>
  defer(() => {
    let last = first;
    return messages.pipe(map((message) => ({ ...message, id: (last = message.id ?? last) })));
  });

const messageOf = (entry: HistoryEntry): MessageEvent => ({
  id: entry.eventId,
  type: 'task',
  data: { task_id: entry.taskId, ...reachedStanding(entry) },
});
