import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ForOperators, Refuses } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { WorkersDto } from './live-workers.dto.js';
import { ActiveTasksDto, QueuesDto } from './live.dto.js';
import { LiveTables } from './live-tables.js';

/** The three live tables: what runs, what waits, who works. */
@ApiTags('live')
@ForOperators()
@TakesNoQuery()
@Refuses(503)
@Controller('api/live')
export class LiveController {
  constructor(private readonly tables: LiveTables) {}

  @Get('tasks')
  @ApiOperation({ summary: 'Tasks that have not ended: the running ones first, then by age.' })
  @ApiOkResponse({ type: ActiveTasksDto })
  tasks(): Promise<ActiveTasksDto> {
    return this.tables.tasks();
  }

  @Get('queues')
  @ApiOperation({ summary: 'What waits and what ended within the last minute.' })
  @ApiOkResponse({ type: QueuesDto })
  queues(): Promise<QueuesDto> {
    return this.tables.queues();
  }

  @Get('workers')
  @ApiOperation({ summary: 'Who works, and who did within the last hour.' })
  @ApiOkResponse({ type: WorkersDto })
  workers(): Promise<WorkersDto> {
    return this.tables.workers();
  }
}
