import { Get } from '@nestjs/common';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { QueueTable } from './queue-table.js';
import { QueuesDto } from './queue.dto.js';

@OperatorController('api/live/queues', 'queues')
export class QueuesController {
  constructor(private readonly table: QueueTable) {}

  @Get()
  @Endpoint({
    summary: 'Waiting and running tasks, and what ended within the last minute.',
    answers: QueuesDto,
    refuses: [503],
    takesNoQuery: true,
  })
  list(): Promise<QueuesDto> {
    return this.table.read();
  }
}
