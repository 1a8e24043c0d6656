import { Module } from '@nestjs/common';
import { QueuesModule } from '../queues/queues.module.js';
import { WorkersModule } from '../workers/workers.module.js';
import { PublishedEvents } from './published-events.js';
import { EventsController } from './events.controller.js';
import { LiveUpdates } from './live-updates.js';
import { TaskMetrics } from './task-metrics.js';
import { TimedEvents } from './timed-events.js';

/** What happens to tasks, as a stream for operators and as metrics. */
@Module({
  imports: [QueuesModule, WorkersModule],
  controllers: [EventsController],
  providers: [PublishedEvents, LiveUpdates, TimedEvents, TaskMetrics],
  exports: [TimedEvents],
})
export class EventsModule {}
