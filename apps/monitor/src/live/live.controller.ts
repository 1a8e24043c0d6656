import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LiveTables } from './live-tables.js';

/** The three live tables: what runs, what waits, who works. */
@ApiTags('live')
@Controller('api/live')
export class LiveController {
  constructor(private readonly tables: LiveTables) {}

  @Get('tasks')
  @ApiOperation({ summary: 'Tasks that have not ended: the running ones first, then by age.' })
  tasks() {
    return this.tables.tasks();
  }

  @Get('queues')
  @ApiOperation({ summary: 'What waits and what ended within the last minute.' })
  queues() {
    return this.tables.queues();
  }

  @Get('workers')
  @ApiOperation({ summary: 'Who works, and who did within the last hour.' })
  workers() {
    return this.tables.workers();
  }
}
