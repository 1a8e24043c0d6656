import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiResponse } from '@vocalborn/api-description';
import type { ProvenPrincipal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import { Caller } from '../access/authentication.js';
import { preferredLanguage } from '../http/language.js';
import { IdPipe } from '../http/validation.js';
import { positionOf } from './cursor.js';
import { DescribesStream } from './events.docs.js';
import { StreamAllTasks } from './stream-all-tasks.js';
import { StreamTask } from './stream-task.js';

const numberForm = /^\d{1,15}$/;

/** The streams of events, for clients that would poll otherwise. */
@Controller()
export class EventsController {
  constructor(
    private readonly one: StreamTask,
    private readonly all: StreamAllTasks,
  ) {}

  @Get('tasks/:task_id/events')
  @DescribesStream({
    summary: 'Server-sent events of one task: every change of its state, step or progress, until it has ended.',
    first: 'The present state comes first; after `Last-Event-ID` what was missed.',
    end: 'The stream ends after the final state, and when the token expires.',
  })
  @ApiResponse({ status: 204, description: 'The task has ended, and `Last-Event-ID` is its last event.' })
  streamTask(
    @Caller() caller: ProvenPrincipal,
    @Param('task_id', IdPipe) taskId: string,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<void> {
    const after = numberForm.test(lastEventId ?? '') ? Number(lastEventId) : null;
    return this.one.answer(reply, { caller, taskId, after, language: preferredLanguage(acceptLanguage) });
  }

  @Get('events')
  @DescribesStream({
    summary:
      'Server-sent events of all tasks that the caller may see: own ones; a therapist’s clients’; for admins all.',
    first:
      'The present states of the newest open tasks come first; after `Last-Event-ID` what was missed. When that was too much, an event `gap` and the present states come instead: read the list of tasks again.',
    end: 'The stream ends when the token expires.',
  })
  streamAll(
    @Caller() caller: ProvenPrincipal,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<void> {
    const after = positionOf(lastEventId);
    return this.all.answer(reply, { caller, after, language: preferredLanguage(acceptLanguage) });
  }
}
