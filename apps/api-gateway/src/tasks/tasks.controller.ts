import { Controller, Get, Header, Headers, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@vocalborn/identity';
import { Caller } from '../access/caller.decorator.js';
import { IdPipe } from '../http/id.pipe.js';
import { preferredLanguage } from '../http/language.js';
import { TaskResultDto } from './dto/task-result.dto.js';
import { TaskStatusDto } from './dto/task-status.dto.js';
import { ReadResult } from './read-result.js';
import { ReadStatus } from './read-status.js';

@ApiTags('analysis')
@ApiBearerAuth()
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly status: ReadStatus,
    private readonly result: ReadResult,
  ) {}

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
}
