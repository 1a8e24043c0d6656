import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { taskCountLimit } from '@vocalborn/task';
import {
  countByState,
  findTaskDetails,
  findTask,
  listActiveTasks,
  readHistory,
  searchAllTasks,
} from '@vocalborn/task-ledger';
import { Caller, type Operator } from '../access/operator.js';
import { MessageDto } from '../http/answers.dto.js';
import { Endpoint, OperatorController, UuidParam } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { shownParams } from './shown-params.js';
import { BulkAnswerDto, BulkDto, TaskCountsDto } from './task-actions.dto.js';
import { TaskActions } from './task-actions.js';
import { TaskQueryDto } from './task-query.dto.js';
import { activeTaskRow, historyRow, resultSummary, taskRow } from './task-rows.js';
import { ActiveTasksDto, HistoryQueryDto, TaskPageDto, TaskWithHistoryDto } from './task.dto.js';

/** Most rows of the table of active tasks. */
const mostActive = 500;

@OperatorController('api', 'tasks')
export class TasksController {
  constructor(
    private readonly database: Database,
    private readonly actions: TaskActions,
  ) {}

  @Get('live/tasks')
  @Endpoint({
    summary: 'Tasks that have not ended: running tasks first, then by age.',
    answers: ActiveTasksDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async active(): Promise<ActiveTasksDto> {
    return { tasks: (await listActiveTasks(this.database, mostActive)).map(activeTaskRow) };
  }

  @Get('tasks/page')
  @Endpoint({
    summary: 'Tasks that match the filters, page by page; a late page costs no more than the first one.',
    answers: TaskPageDto,
    refuses: [400, 503],
  })
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
    const { tasks, next } = await searchAllTasks(this.database, filter, { order, limit, after: cursor ?? null });
    return { tasks: tasks.map(taskRow), next };
  }

  @Get('tasks/counts')
  @Endpoint({
    summary: `Number of tasks in each state; ${taskCountLimit} means that many or more.`,
    answers: TaskCountsDto,
    refuses: [503],
    takesNoQuery: true,
  })
  counts(): Promise<TaskCountsDto> {
    return countByState(this.database);
  }

  @Get('tasks/:task_id/history')
  @Endpoint({
    summary:
      'A task with every attempt, step, error and traceback. Of its result it shows how it was made, not what it contains.',
    answers: TaskWithHistoryDto,
    refuses: [404, 503],
  })
  async history(
    @UuidParam('task_id') taskId: string,
    @Query() { limit, before }: HistoryQueryDto,
  ): Promise<TaskWithHistoryDto> {
    const [task, details, history] = await Promise.all([
      findTask(this.database, taskId),
      findTaskDetails(this.database, taskId),
      readHistory(this.database, taskId, { limit: limit + 1, before }),
    ]);
    if (!task || !details) throw new Problem(404, 'the task is not known');
    return {
      ...taskRow(task),
      traceback: task.traceback,
      params: shownParams(details.params),
      result: details.result && resultSummary(details.result),
      history: history.slice(-limit).map(historyRow),
      earlier: history.length > limit ? (history.at(-limit)?.eventId ?? null) : null,
    };
  }

  @Post('tasks/bulk')
  @HttpCode(200)
  @Endpoint({
    summary: 'Cancels or reruns tasks. Tells for each task whether it was done, and if not, why.',
    answers: BulkAnswerDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async bulk(@Caller() operator: Operator, @Body() { action, task_ids: taskIds }: BulkDto): Promise<BulkAnswerDto> {
    const results = await this.actions.onEach(operator, action, taskIds);
    return {
      action,
      done: results.filter(({ refusal }) => refusal === null).length,
      results: results.map(({ taskId, refusal }) => ({
        task_id: taskId,
        done: refusal === null,
        code: refusal?.refusalCode ?? null,
        reason: refusal?.detail ?? null,
      })),
    };
  }

  @Post('task/retry/:task_id')
  @HttpCode(200)
  @Endpoint({
    summary: 'Reruns a failed or cancelled task: puts it at the end of the queue.',
    answers: MessageDto,
    refuses: [404, 409, 503],
    takesNoQuery: true,
  })
  async rerun(@Caller() operator: Operator, @UuidParam('task_id') taskId: string): Promise<MessageDto> {
    await this.actions.on(operator, 'retry', taskId);
    return { message: `Queued '${taskId}' again` };
  }
}
