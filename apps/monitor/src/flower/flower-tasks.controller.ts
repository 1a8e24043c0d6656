import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam } from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import { isFinal, taskName, type TaskSnapshot } from '@vocalborn/task';
import { findTask, searchAllTasks } from '@vocalborn/task-ledger';
import { Caller, type Operator } from '../access/operator.js';
import { MessageDto } from '../http/answers.dto.js';
import { Endpoint, mapOf, OperatorController, UuidParam } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { TaskActions } from '../tasks/task-actions.js';
import { Workers } from '../workers/workers.js';
import { TaskEndDto, TaskTypesDto } from './flower-answers.dto.js';
import { RevokeDto, TakesForm, TimeLimitsDto } from './flower-forms.dto.js';
import { FlowerTasksDto } from './flower-queries.dto.js';
import { FlowerTaskDto } from './flower-task.dto.js';
import { flowerTask, stateOf } from './flower-task.js';
import { ContentType, readForm, readSeconds, readText } from './read-form.js';
import { orderOf, readTime } from './read-query.js';

/** Flower's API of tasks, with its names and forms. */
@OperatorController('api', 'flower')
export class FlowerTasksController {
  constructor(
    private readonly database: Database,
    private readonly actions: TaskActions,
    private readonly workers: Workers,
  ) {}

  @Get('tasks')
  @Endpoint({
    summary: 'Tasks by id, newest first.',
    answers: mapOf(FlowerTaskDto, 'Tasks by their id.'),
    refuses: [400, 503],
  })
  async list(@Query() query: FlowerTasksDto): Promise<Record<string, FlowerTaskDto>> {
    const given = (value: string | undefined): string | undefined => (value === 'All' ? undefined : value);
    const state = given(query.state);
    const status = state === undefined ? undefined : stateOf(state.toUpperCase());
    if (status === null || (given(query.taskname) ?? taskName) !== taskName) return {};
    const filter = {
      status,
      workerName: given(query.workername),
      createdFrom: readTime(query.received_start, 'received_start'),
      createdBefore: readTime(query.received_end, 'received_end'),
      search: query.search,
    };
    const { limit, offset, sort_by: sortBy } = query;
    const { tasks } = await searchAllTasks(this.database, filter, { order: orderOf(sortBy), limit, offset });
    return Object.fromEntries(tasks.map((task) => [task.taskId, flowerTask(task)]));
  }

  @Get('task/types')
  @Endpoint({ summary: 'The names of the tasks.', answers: TaskTypesDto })
  types(): TaskTypesDto {
    return { 'task-types': [taskName] };
  }

  @Get('task/info/:task_id')
  @Endpoint({ summary: 'One task.', answers: FlowerTaskDto, refuses: [404, 503] })
  async info(@UuidParam('task_id') taskId: string): Promise<FlowerTaskDto> {
    return flowerTask(await this.find(taskId));
  }

  @Get('task/result/:task_id')
  @Endpoint({
    summary: 'How a task ended. The result belongs to the patient and is read through the gateway.',
    answers: TaskEndDto,
    refuses: [404, 503],
  })
  async result(@UuidParam('task_id') taskId: string): Promise<TaskEndDto> {
    const task = await this.find(taskId);
    const { state, result, exception, traceback } = flowerTask(task);
    const ended = isFinal(task.status)
      ? { result: exception ?? result, ...(exception === null ? {} : { traceback }) }
      : {};
    return { 'task-id': taskId, state, ...ended };
  }

  @Post(['task/revoke/:task_id', 'task/abort/:task_id'])
  @HttpCode(200)
  @Endpoint({
    summary: 'Cancels a task that waits or runs; `terminate` has no effect.',
    answers: MessageDto,
    refuses: [[409, 'The task has ended or is not known.'], 503],
  })
  @TakesForm(RevokeDto)
  async cancel(@Caller() operator: Operator, @UuidParam('task_id') taskId: string): Promise<MessageDto> {
    await this.actions.on(operator, 'revoke', taskId);
    return { message: `Revoked '${taskId}'` };
  }

  @Post('task/timeout/:taskname')
  @HttpCode(200)
  @Endpoint({
    summary: 'Changes the time limits of a worker or of all workers; `soft` and `hard` in seconds.',
    answers: MessageDto,
    refuses: [
      400,
      [403, 'The caller may not change anything, or the worker refuses.'],
      [404, 'There is no such task or worker.'],
      503,
      504,
    ],
  })
  @ApiParam({ name: 'taskname', example: taskName })
  @TakesForm(TimeLimitsDto)
  async timeout(
    @Caller() operator: Operator,
    @Param('taskname') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @ContentType() contentType?: string,
  ): Promise<MessageDto> {
    if (name !== taskName) throw new Problem(404, `Unknown task '${name}'`);
    const fields = readForm(query, body, contentType);
    const [soft = null, hard] = [readSeconds(fields, 'soft'), readSeconds(fields, 'hard')];
    if (hard === undefined) throw new Problem(400, 'hard must be 1 to 86400 seconds');
    const workername = readText(fields, 'workername');
    for (const worker of workername === undefined ? await this.workers.online() : [workername]) {
      await this.workers.command(operator, worker, { command: 'time_limit', soft, hard });
    }
    return { message: 'time limits set successfully' };
  }

  @Post('task/rate-limit/:taskname')
  @HttpCode(403)
  @ApiParam({ name: 'taskname', example: taskName })
  @Endpoint({
    summary: 'Always refused: the slots of the workers limit the rate of tasks.',
    refuses: [[403, 'Always.']],
  })
  rateLimit(): never {
    throw new Problem(403, 'Failed to set rate limit: the rate is limited by the slots of the workers');
  }

  @Post(['task/apply/:taskname', 'task/async-apply/:taskname', 'task/send-task/:taskname'])
  @HttpCode(403)
  @ApiParam({ name: 'taskname', example: taskName })
  @Endpoint({
    summary: 'Always refused: tasks are submitted through the gateway, which checks the permission.',
    refuses: [[403, 'Always.']],
  })
  apply(): never {
    throw new Problem(403, 'tasks are submitted through POST /analyze of the gateway');
  }

  private async find(taskId: string): Promise<TaskSnapshot> {
    const task = await findTask(this.database, taskId);
    if (!task) throw new Problem(404, `Unknown task '${taskId}'`);
    return task;
  }
}
