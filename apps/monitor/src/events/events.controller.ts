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
    private readonly database: DataSource,
  ) {}

  @Sse()
  @ApiOperation({
    summary:
      'Server-sent events: every state change and step of every task as it happens. Resumes after Last-Event-ID.',
  })
  stream(
    @Query() { task_id: taskId }: EventsDto,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<MessageEvent> {
    const entries = this.live(/^\d{1,15}$/.test(lastEventId ?? '') ? lastEventId : undefined).pipe(
      filter((entry) => taskId === undefined || entry.taskId === taskId),
      map(messageOf),
    );
    const heartbeats = interval(heartbeatMs).pipe(map(() => ({ type: 'heartbeat', data: {} })));
    return merge(entries, heartbeats);
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
