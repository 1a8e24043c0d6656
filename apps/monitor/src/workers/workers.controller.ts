import { Controller, Get, Param, ParseEnumPipe } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Workers } from './workers.js';

const questions = { ping: 'ping', active: 'active', reserved: 'reserved', stats: 'stats' } as const;

@ApiTags('workers')
@Controller('api/inspect')
export class WorkersController {
  constructor(private readonly workers: Workers) {}

  @Get(':question')
  @ApiOperation({ summary: 'Asks every worker itself: ping, active, reserved or stats. Null from one that is silent.' })
  inspect(@Param('question', new ParseEnumPipe(questions)) question: keyof typeof questions) {
    return this.workers.inspect(question);
  }
}
