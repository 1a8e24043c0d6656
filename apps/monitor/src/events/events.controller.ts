import { Controller, Headers, Query, Req, Sse, type MessageEvent } from '@nestjs/common';
import { ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { IsOptional, IsUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { defer, filter, finalize, interval, map, merge, takeUntil, timer, type Observable } from 'rxjs';
import { Caller, type Operator } from '../access/operator.js';
import { Problem } from '../http/problem.js';
import { reachedStanding } from '../tasks/task-standing.js';
import { cutWhenDeaf } from './cut-when-deaf.js';
import { DescribesStream } from './event-stream.docs.js';
import { EventTail } from './event-tail.js';
import { Pulse } from './pulse.js';
import { resume } from './resume.js';

/** Proxies close a connection on which nothing comes for a while. */
const heartbeatMs = 15_000;

/** Node's timers take no longer time. */
const longestTimerMs = 2 ** 31 - 1;

/** Every listener costs memory and time: more than an operations team has pages open are a fault or an attack. */
const mostListeners = 200;

class EventsDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only of this task.' })
  @IsOptional()
  @IsUUID()
  task_id?: string;
}

@ApiTags('live')
@Controller('api/events')
export class EventsController {
  #listeners = 0;

  constructor(
    private readonly tail: EventTail,
    private readonly pulse: Pulse,
    private readonly database: DataSource,
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
    const { entries: live, last } = this.tail;
    const told = after === undefined ? live : resume({ database: this.database, live, after, taskId });
    const entries = told.pipe(
      filter((entry) => 'after' in entry || taskId === undefined || entry.taskId === taskId),
      map((entry) => ('after' in entry ? { type: 'gap', data: entry } : messageOf(entry))),
    );
    const heartbeats = interval(heartbeatMs).pipe(map(() => ({ type: 'heartbeat', data: {} })));
    const others = taskId === undefined ? merge(heartbeats, this.pulse.messages) : heartbeats;
    const messages = merge(entries, others).pipe(numberedAfter(after ?? last));
    return this.admitted(messages.pipe(cutWhenDeaf(request.raw.socket, heartbeatMs), endsWith(until)));
  }

  /** Counts the listener for as long as it listens. */
  private admitted<T>(messages: Observable<T>): Observable<T> {
    if (this.#listeners >= mostListeners) throw new Problem(503, `${mostListeners} listeners are connected already`);
    return defer(() => {
      this.#listeners += 1;
      return messages.pipe(finalize(() => (this.#listeners -= 1)));
    });
  }
}

/** Nobody listens for longer than they may; whoever is allowed again goes on after the last event heard. */
const endsWith = (until: number | null) => (messages: Observable<MessageEvent>) =>
  until === null
    ? messages
    : messages.pipe(takeUntil(timer(Math.min(Math.max(until - Date.now(), 0), longestTimerMs))));

/**
 * Gives what is no event of a task the number of the last one before it. Without a number of its own it would get one
 * that a browser takes up after, in a count that is not that of the events.
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
