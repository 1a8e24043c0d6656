import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { QueueTable } from './queue-table.js';
import { QueuesController } from './queues.controller.js';

/** The state of the queue. */
@Module({ imports: [WorkersModule], controllers: [QueuesController], providers: [QueueTable], exports: [QueueTable] })
export class QueuesModule {}
