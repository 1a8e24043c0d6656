import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { isFinal, taskName, type TaskSnapshot } from '@vocalborn/task-contract';
import { findTask, searchTasks, type TaskOrder } from '@vocalborn/task-ledger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Caller, type Operator } from '../access/operator.js';
import { Problem } from '../http/problem.js';
import { TaskActions } from '../tasks/task-actions.js';
import { Workers } from '../workers/workers.js';
import { flowerTask, stateOf } from './flower-task.js';
import { readForm } from './read-form.js';

/** Flower's names of what is looked for. */
class FlowerTasksDto {
  @ApiPropertyOptional({ default: 1000, maximum: 10_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit: number = 1_000;

  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;

  @ApiPropertyOptional({ description: 'received, started, name or state; with a leading minus the newest come first.' })
  @IsOptional()
  @IsString()
  sort_by?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  workername?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  taskname?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  state?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM' })
  @IsOptional()
  @IsString()
  received_start?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM' })
  @IsOptional()
  @IsString()
  received_end?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

/** What Flower's tasks API gives, by Flower's names and in its forms. */
@ApiTags('flower')
@Controller('api')
export class FlowerTasksController {
  constructor(
    private readonly database: DataSource,
    private readonly actions: TaskActions,
    private readonly workers: Workers,
  ) {}

  @Get('tasks')
  @ApiOperation({ summary: 'Tasks by id, the newest first.' })
  async list(@Query() query: FlowerTasksDto) {
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
    const { tasks } = await searchTasks(this.database, filter, { order: orderOf(sortBy), limit, offset });
    return Object.fromEntries(tasks.map((task) => [task.taskId, flowerTask(task)]));
  }

  @Get('task/types')
  @ApiOperation({ summary: 'The kinds of tasks there are.' })
  types() {
    return { 'task-types': [taskName] };
  }

  @Get('task/info/:task_id')
  @ApiOperation({ summary: 'One task.' })
  async info(@Param('task_id', ParseUUIDPipe) taskId: string) {
    return flowerTask(await this.find(taskId));
  }

  @Get('task/result/:task_id')
  @ApiOperation({ summary: 'How a task ended. The result itself is the patient’s and is read through the gateway.' })
  async result(@Param('task_id', ParseUUIDPipe) taskId: string) {
    const task = await this.find(taskId);
    const { state, result, exception, traceback } = flowerTask(task);
    const ended = isFinal(task.status)
      ? { result: exception ?? result, ...(exception === null ? {} : { traceback }) }
      : {};
    return { 'task-id': taskId, state, ...ended };
  }

  @Post(['task/revoke/:task_id', 'task/abort/:task_id'])
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancels a task, waiting or running; `terminate` makes no difference.' })
  async revoke(@Caller() operator: Operator, @Param('task_id', ParseUUIDPipe) taskId: string) {
    await this.actions.do(operator, 'revoke', taskId);
    return { message: `Revoked '${taskId}'` };
  }

  @Post('task/timeout/:taskname')
  @HttpCode(200)
  @ApiOperation({ summary: 'Changes the time limits of a worker, or of all; `soft` and `hard` in seconds.' })
  async timeout(
    @Caller() operator: Operator,
    @Param('taskname') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
  ) {
    if (name !== taskName) throw new Problem(404, `Unknown task '${name}'`);
    const { workername, soft, hard } = readForm(query, body);
    const limits = {
      command: 'time_limit',
      soft: soft === undefined ? null : seconds(soft, 'soft'),
      hard: seconds(hard, 'hard'),
    } as const;
    const online = (await this.workers.list()).filter((worker) => worker.online).map(({ report }) => report.name);
    for (const worker of workername === undefined ? online : [workername]) {
      await this.workers.command(operator, worker, limits);
    }
    return { message: 'time limits set successfully' };
  }

  @Post('task/rate-limit/:taskname')
  @ApiOperation({ summary: 'Is refused: the rate of tasks is limited by the slots of the workers.' })
  rateLimit(): never {
    throw new Problem(403, 'Failed to set rate limit: the rate is limited by the slots of the workers');
  }

  @Post(['task/apply/:taskname', 'task/async-apply/:taskname', 'task/send-task/:taskname'])
  @ApiOperation({ summary: 'Is refused: analyses are asked for through the gateway, which knows who may.' })
  apply(): never {
    throw new Problem(403, 'tasks are submitted through POST /analyze of the gateway');
  }

  private async find(taskId: string): Promise<TaskSnapshot> {
    const task = await findTask(this.database, taskId);
    if (!task) throw new Problem(404, `Unknown task '${taskId}'`);
    return task;
  }
}

/** Flower sorts upwards unless told otherwise; without a wish we give the newest first, as its page does. */
/** By what Flower's table can be sorted, and tasks can here: its other columns say the same of every task. */
function orderOf(sortBy = '-received'): TaskOrder {
  const isDescending = sortBy.startsWith('-');
  const column = isDescending ? sortBy.slice(1) : sortBy;
  if (column === 'state') return 'state';
  if (column === 'runtime') return isDescending ? 'slowest' : 'fastest';
  return isDescending ? 'newest' : 'oldest';
}

function readTime(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(time.getTime())) throw new Problem(400, `${field} must be of the form YYYY-MM-DD HH:MM`);
  return time;
}

function seconds(text: string | undefined, field: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 86_400)
    throw new Problem(400, `${field} must be 1 to 86400 seconds`);
  return value;
}
