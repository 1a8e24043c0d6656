import { Get } from '@nestjs/common';
import { Endpoint, OperatorController, WordParam } from '../http/endpoint.js';
import { workerRow, WorkersDto } from './worker.dto.js';
import { Workers } from './workers.js';

const questions = { ping: 'ping', active: 'active', reserved: 'reserved', stats: 'stats' } as const;

const replies = {
  description: 'The answer of each online worker by its name; null if the worker does not answer.',
  schema: {
    type: 'object',
    additionalProperties: {
      oneOf: [
        { type: 'string', enum: ['pong', null], nullable: true, description: 'To `ping`.' },
        { type: 'array', items: { type: 'string', format: 'uuid' }, description: 'To `active` and `reserved`.' },
        { type: 'object', additionalProperties: true, description: 'To `stats`: the last report of the worker.' },
      ],
    },
    example: { 'worker1@host': 'pong' },
  },
} as const;

@OperatorController('api', 'workers')
export class WorkersController {
  constructor(private readonly workers: Workers) {}

  @Get('live/workers')
  @Endpoint({
    summary: 'Workers that are online or were online within the last hour.',
    answers: WorkersDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async list(): Promise<WorkersDto> {
    return { workers: (await this.workers.list()).map(workerRow) };
  }

  @Get('inspect/:question')
  @Endpoint({
    summary: 'Asks every online worker directly: ping, active, reserved or stats.',
    answers: replies as object,
    refuses: [503],
    takesNoQuery: true,
  })
  inspect(@WordParam('question', questions) question: keyof typeof questions): Promise<Record<string, unknown>> {
    return this.workers.inspect(question);
  }
}
