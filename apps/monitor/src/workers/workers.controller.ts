import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ForOperators, Refuses } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { WordParam } from '../http/path-parameters.js';
import { AnswersInspection } from './inspection.docs.js';
import { Workers } from './workers.js';

const questions = { ping: 'ping', active: 'active', reserved: 'reserved', stats: 'stats' } as const;

@ApiTags('workers')
@ForOperators()
@TakesNoQuery()
@Refuses(503)
@Controller('api/inspect')
export class WorkersController {
  constructor(private readonly workers: Workers) {}

  @Get(':question')
  @ApiOperation({ summary: 'Asks every worker itself: ping, active, reserved or stats. Null from one that is silent.' })
  @ApiParam({ name: 'question', enum: questions })
  @AnswersInspection()
  inspect(@WordParam('question', questions) question: keyof typeof questions): Promise<Record<string, unknown>> {
    return this.workers.inspect(question);
  }
}
