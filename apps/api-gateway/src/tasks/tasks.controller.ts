import { Controller, Delete, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import { Caller } from '../access/caller.decorator.js';
import { AcceptedDto } from '../analyze/dto/analyze.dto.js';
import { IdPipe } from '../http/id.pipe.js';
import { preferredLanguage } from '../http/language.js';
import { PictureQueryDto } from './dto/picture-query.dto.js';
import { TaskListDto } from './dto/task-list.dto.js';
import { TaskQueryDto } from './dto/task-query.dto.js';
import { TaskResultDto } from './dto/task-result.dto.js';
import { TaskStatusDto } from './dto/task-status.dto.js';
import { CancelTask } from './cancel-task.js';
import { ListTasks } from './list-tasks.js';
import { ReadResult } from './read-result.js';
import { ReadStatus } from './read-status.js';
import { RerunTask } from './retry-task.js';

@ApiTags('analysis')
@ApiBearerAuth()
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly tasks: ListTasks,
    private readonly status: ReadStatus,
    private readonly result: ReadResult,
    private readonly cancellation: CancelTask,
    private readonly manualRetry: RerunTask,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Own tasks, a therapist’s clients’ or, for administrators, all; page by page, the newest first.',
  })
  @ApiOkResponse({ type: TaskListDto })
  list(
    @Caller() caller: Principal,
    @Query() query: TaskQueryDto,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<TaskListDto> {
    return this.tasks.list(caller, query, preferredLanguage(acceptLanguage));
  }

  @Get(':task_id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Where a task stands: state, progress, step, retries.' })
  @ApiOkResponse({ type: TaskStatusDto })
  readStatus(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<TaskStatusDto> {
    return this.status.read(caller, taskId, preferredLanguage(acceptLanguage));
  }

  @Get(':task_id/result')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The result of a task that succeeded.' })
  @ApiOkResponse({ type: TaskResultDto })
  readResult(@Caller() caller: Principal, @Param('task_id', IdPipe) taskId: string): Promise<TaskResultDto> {
    return this.result.read(caller, taskId);
  }

  @Get(':task_id/result/picture.svg')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Content-Security-Policy', "default-src 'none'")
  @ApiOperation({ summary: 'The recording and its melody over the example’s, as SVG; parts that differ are shaded.' })
  @ApiProduces('image/svg+xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  drawResult(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Query() { theme = 'light' }: PictureQueryDto,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<string> {
    return this.result.draw(caller, taskId, { language: preferredLanguage(acceptLanguage), theme });
  }

  @Delete(':task_id')
  @ApiOperation({ summary: 'Cancels a task that has not ended: it leaves the queue, or its work is aborted.' })
  @ApiOkResponse({ type: TaskStatusDto })
  @ApiConflictResponse({ description: 'The task has ended.' })
  cancel(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<TaskStatusDto> {
    return this.cancellation.cancel(caller, taskId, preferredLanguage(acceptLanguage));
  }

  @Post(':task_id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends a failed or revoked task back to the end of the queue, its retries counted anew.' })
  @ApiAcceptedResponse({ type: AcceptedDto })
  @ApiConflictResponse({ description: 'The task has not failed, or its record is being analysed.' })
  async retry(
    @Caller() caller: Principal,
    @Param('task_id', IdPipe) taskId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedDto> {
    const accepted = await this.manualRetry.retry(caller, taskId);
    void reply.header('Location', `/tasks/${taskId}`);
    return accepted;
  }
}
