import { Controller, Headers, Query, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { stepText } from '@vocalborn/task-contract';
import { historyAfter, type HistoryEntry } from '@vocalborn/task-ledger';
import { IsOptional, IsUUID } from 'class-validator';
import {
  concat,
  defer,
  distinct,
  filter,
  from,
  interval,
  map,
  merge,
  mergeAll,
  ReplaySubject,
  type Observable,
} from 'rxjs';
import { EventTail } from './event-tail.js';
import { Pulse } from './pulse.js';

/** Proxies close a connection on which nothing comes for a while. */
const heartbeatMs = 15_000;

/** Most events that a returning listener is told of at once; whoever was away for longer reads the tables anew. */
const replayLimit = 5_000;

class EventsDto {
  @ApiPropertyOptional({ description: 'Only of this task.' })
  @IsOptional()
  @IsUUID()
  task_id?: string;
}

@ApiTags('live')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly tail: EventTail,
    private readonly pulse: Pulse,
    private readonly database: DataSource,
  ) {}

  @Sse()
  @ApiOperation({
    summary:
      'Server-sent events: every state change and step of every task, and changes of workers, queues and alerts, as they happen. Resumes after Last-Event-ID.',
  })
  stream(
    @Query() { task_id: taskId }: EventsDto,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<MessageEvent> {
    const resumed = /^\d{1,15}$/.test(lastEventId ?? '') ? lastEventId : undefined;
    const entries = this.live(resumed).pipe(
      filter((entry) => taskId === undefined || entry.taskId === taskId),
      map(messageOf),
    );
    const heartbeats = interval(heartbeatMs).pipe(map(() => ({ type: 'heartbeat', data: {} })));
    const others = taskId === undefined ? merge(heartbeats, this.pulse.messages) : heartbeats;
    return merge(entries, others).pipe(numberedAfter(resumed ?? this.tail.last));
  }

  /** What came after the given event, then what comes; what comes while the first is read is told once, and after it. */
  private live(lastEventId: string | undefined): Observable<HistoryEntry> {
    if (lastEventId === undefined) return this.tail.entries;
    const meanwhile = new ReplaySubject<HistoryEntry>();
    this.tail.entries.subscribe(meanwhile);
    const missed = defer(() => from(historyAfter(this.database, lastEventId, [], replayLimit))).pipe(mergeAll());
    return concat(missed, meanwhile).pipe(distinct((entry) => entry.eventId));
  }
}

/**
 * Gives what is no event of a task the number of the last one before it. Without a number of its own it would get one
 * that a browser takes up after, in a count that is not that of the events.
 */
const numberedAfter = (first: string) => (messages: Observable<MessageEvent>) =>
  defer(() => {
    let last = first;
    return messages.pipe(map((message) => ({ ...message, id: (last = message.id ?? last) })));
  });

function messageOf(entry: HistoryEntry): MessageEvent {
  return {
    id: entry.eventId,
    type: 'task',
    data: {
      task_id: entry.taskId,
      state: entry.status,
      progress: entry.progress,
      step: entry.step,
      current_step: stepText(entry.step, 'zh-TW'),
      current_step_en: stepText(entry.step, 'en-US'),
      worker: entry.workerName,
      attempt: entry.attempt,
      error: entry.errorKind === null ? null : { kind: entry.errorKind, message: entry.errorMessage },
      next_retry_at: entry.nextRetryAt,
      at: entry.at,
    },
  };
}
