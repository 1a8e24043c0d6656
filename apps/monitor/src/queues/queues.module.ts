import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { WorkersModule } from '../workers/workers.module.js';
import { QueuePauseController } from './queue-pause.controller.js';
import { QueueTable } from './queue-table.js';
import { QueuesController } from './queues.controller.js';

/** The state of the queue. */
@Module({
  imports: [AuditModule, WorkersModule],
  controllers: [QueuesController, QueuePauseController],
  providers: [QueueTable],
  exports: [QueueTable],
})
export class QueuesModule {}
