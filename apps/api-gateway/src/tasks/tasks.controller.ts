import { Controller, Delete, Get, Header, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@vocalborn/api-description';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import type { Language, TaskSnapshot } from '@vocalborn/task';
import { Caller } from '../access/authentication.js';
import { AcceptedDto } from '../analyze/analyze.dto.js';
import { answerIfNew, entityTag, namesTag } from '../http/entity-tag.js';
import { preferredLanguage } from '../http/language.js';
import { IdPipe, ValidQuery } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { AwaitChange } from './await-change.js';
import { CancelTask } from './cancel-task.js';
import { ListTasks } from './list-tasks.js';
import { ReadResult } from './read-result.js';
import { ReadStatus } from './read-status.js';
import { RerunTask } from './rerun-task.js';
import { TaskListDto, TaskQueryDto } from './task-list.dto.js';
import { PictureQueryDto, TaskResultDto } from './task-result.dto.js';
import { renderListed, renderStatus, TaskStatusDto } from './task-status.dto.js';
import { waitQuery, WaitSeconds } from './wait-query.js';

/** `/tasks` and below */
@ApiTags('analysis')
@ApiBearerAuth()
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly tasks: ListTasks,
    private readonly status: ReadStatus,
    private readonly changes: AwaitChange,
    private readonly result: ReadResult,
    private readonly cancellation: CancelTask,
    private readonly reruns: RerunTask,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'The tasks that the caller may see, the newest first: own ones; a therapist’s clients’; for admins all.',
  })
  @ApiOkResponse({ type: TaskListDto })
  async list(
    @Caller() caller: Principal,
    @ValidQuery() query: TaskQueryDto,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<TaskListDto> {
    const { tasks, next } = await this.tasks.list(caller, query);
    const language = preferredLanguage(acceptLanguage);
    const rows = tasks.map(async (task) => {
      const queuePosition = await this.status.queuePosition(task);
      return { ...renderListed(task, queuePosition, language), user_id: task.userId };
    });
    return { tasks: await Promise.all(rows), next_cursor: next };
  }

  @Get(':task_id')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'The status of a task: state, progress, step, retries.' })
  @ApiQuery(waitQuery)
  @ApiHeader({ name: 'if-none-match', required: false, description: 'The ETag of an earlier answer.' })
  @ApiOkResponse({
    type: TaskStatusDto,
    headers: { ETag: { description: 'Of this state.', schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 304, description: 'The state is that of the given ETag.' })
  async readStatus(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @WaitSeconds() waitSeconds: number,
    @Headers('if-none-match') known?: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<string> {
    const language = preferredLanguage(acceptLanguage);
    const present = await this.status.find(caller, taskId);
    let body = JSON.stringify(await this.show(present, language));
    if (waitSeconds > 0 && (known === undefined || namesTag(known, entityTag(body)))) {
      body = JSON.stringify(await this.show(await this.changes.after(present, waitSeconds), language));
    }
    return answerIfNew(reply, body, known);
  }

  @Get(':task_id/result')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The result of a successful task.' })
  @ApiOkResponse({ type: TaskResultDto })
  @Header('Content-Type', 'application/json; charset=utf-8')
  readResult(@Caller() caller: Principal, @Param('task_id', IdPipe) taskId: string): Promise<string> {
    return this.result.read(caller, taskId);
  }

  @Get(':task_id/result/picture.svg')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Content-Security-Policy', "default-src 'none'")
  @ApiOperation({
    summary: 'The pitch of the recording over that of the example, as SVG. Segments that differ are shaded.',
  })
  @ApiProduces('image/svg+xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  drawResult(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @ValidQuery() { theme }: PictureQueryDto,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<string> {
    return this.result.draw(caller, taskId, { language: preferredLanguage(acceptLanguage), theme });
  }

  @Delete(':task_id')
  @ApiOperation({ summary: 'Cancels a task that has not ended: it leaves the queue, or its attempt is aborted.' })
  @ApiOkResponse({ type: TaskStatusDto })
  @ApiConflictResponse({ description: 'The task has ended.' })
  async cancel(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<TaskStatusDto> {
    return this.show(await this.cancellation.cancel(caller, taskId), preferredLanguage(acceptLanguage));
  }

  @Post(':task_id/retry')
  @Limited('reruns')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues a failed or cancelled task again. Its retries are counted anew.' })
  @ApiAcceptedResponse({ type: AcceptedDto })
  @ApiConflictResponse({ description: 'The task did not fail, or its record is being analysed.' })
  async rerun(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedDto> {
    const accepted = await this.reruns.rerun(caller, taskId);
    void reply.header('Location', `/tasks/${taskId}`);
    return accepted;
  }

  private async show(task: TaskSnapshot, language: Language): Promise<TaskStatusDto> {
    return renderStatus(task, await this.status.queuePosition(task), language);
  }
}
