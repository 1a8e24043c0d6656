import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { taskCountLimit } from '@vocalborn/task';
import {
  countByState,
  findTaskDetails,
  findTask,
  readHistory,
  searchTasks,
  type HistoryEntry,
  type ResultSummary,
} from '@vocalborn/task-ledger';
import { Caller, type Operator } from '../access/operator.js';
import { ForOperators, Refuses, TakesTaskId } from '../http/answers.js';
import { MessageDto } from '../http/message.dto.js';
import { TakesNoQuery } from '../http/no-query.js';
import { UuidParam } from '../http/path-parameters.js';
import { Problem } from '../http/problem.js';
import { TaskActions, TaskRefusal } from './task-actions.js';
import { BulkAnswerDto, BulkDto, TaskCountsDto, type DeedDto } from './task-deeds.dto.js';
import { TaskWithHistoryDto, type HistoryEntryDto, type ResultSummaryDto } from './task-history.dto.js';
import { TaskQueryDto } from './task-query.dto.js';
import { shownParams } from './shown-params.js';
import { TaskPageDto } from './task-row.dto.js';
import { taskRow } from './task-row.js';
import { reachedStanding } from './task-standing.js';

@ApiTags('tasks')
@ForOperators()
@Refuses(503)
@Controller('api')
export class TasksController {
  constructor(
    private readonly database: DataSource,
    private readonly actions: TaskActions,
  ) {}

  @Get('tasks/page')
  @ApiOperation({ summary: 'Tasks that fit, one page at a time; a later page costs no more than the first.' })
  @ApiOkResponse({ type: TaskPageDto })
  @Refuses(400)
  async page(@Query() query: TaskQueryDto): Promise<TaskPageDto> {
    const filter = {
      status: query.state,
      workerName: query.worker,
      errorKind: query.error_kind,
      userId: query.user_id,
      createdFrom: query.created_from,
      createdBefore: query.created_before,
      search: query.search,
    };
    const { order, limit, cursor } = query;
    const { tasks, next } = await searchTasks(this.database, filter, { order, limit, after: cursor ?? null });
    return { tasks: tasks.map(taskRow), next };
  }

  @Get('tasks/counts')
  @ApiOperation({ summary: `How many tasks there are in each state; ${taskCountLimit} stands for that many or more.` })
  @ApiOkResponse({ type: TaskCountsDto })
  @TakesNoQuery()
  counts(): Promise<TaskCountsDto> {
    return countByState(this.database);
  }

  @Get('tasks/:task_id/history')
  @ApiOperation({
    summary:
      'A task with everything it went through: every try, step, error and traceback; of its result how it was made, not what it says.',
  })
  @ApiOkResponse({ type: TaskWithHistoryDto })
  @TakesTaskId()
  @TakesNoQuery()
  @Refuses(404)
  async history(@UuidParam('task_id') taskId: string): Promise<TaskWithHistoryDto> {
    const [task, particulars, history] = await Promise.all([
      findTask(this.database, taskId),
      findTaskDetails(this.database, taskId),
      readHistory(this.database, taskId),
    ]);
    if (!task || !particulars) throw new Problem(404, 'the task is not known');
    return {
      ...taskRow(task),
      traceback: task.traceback,
      params: shownParams(particulars.params),
      result: particulars.result && resultSummary(particulars.result),
      history: history.map(historyRow),
    };
  }

  @Post('tasks/bulk')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancels tasks or runs them again; tells of each whether it was done, and by a code why not.',
  })
  @ApiOkResponse({ type: BulkAnswerDto })
  @TakesNoQuery()
  async bulk(@Caller() operator: Operator, @Body() { action, task_ids: taskIds }: BulkDto): Promise<BulkAnswerDto> {
    const results: DeedDto[] = [];
    for (const taskId of new Set(taskIds)) {
      const refusal = await this.actions.do(operator, action, taskId).catch(refusalOf);
      const { code = null, detail: reason = null } = refusal ?? {};
      results.push({ task_id: taskId, done: !refusal, code, reason });
    }
    return { action, done: results.filter((result) => result.done).length, results };
  }

  @Post('task/retry/:task_id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a failed or cancelled task back to the end of the queue.' })
  @ApiOkResponse({ type: MessageDto })
  @TakesTaskId()
  @TakesNoQuery()
  @Refuses(404, 409)
  async retry(@Caller() operator: Operator, @UuidParam('task_id') taskId: string): Promise<MessageDto> {
    await this.actions.do(operator, 'retry', taskId);
    return { message: `Queued '${taskId}' again` };
  }
}

function refusalOf(error: unknown): TaskRefusal {
  if (error instanceof TaskRefusal) return error;
  throw error;
}

const resultSummary = (result: ResultSummary): ResultSummaryDto => ({
  analysis_model_version: result.analysisModelVersion,
  processing_time_seconds: result.processingTimeSeconds,
  audio_seconds: result.audioSeconds,
  audio_format: result.audioFormat,
  confidence_level: result.confidence,
  stored_at: result.storedAt,
});

const historyRow = (entry: HistoryEntry & { readonly traceback: string | null }): HistoryEntryDto => ({
  event_id: entry.eventId,
  ...reachedStanding(entry),
  traceback: entry.traceback,
});
