import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { EventsController } from './events.controller.js';
import { OpenStreams } from './open-streams.js';
import { StreamAllTasks } from './stream-all-tasks.js';
import { StreamTask } from './stream-task.js';
import { TaskFeed } from './task-feed.js';

/** `/events` and `/tasks/{task_id}/events` */
@Module({
  imports: [AccessModule],
  controllers: [EventsController],
  providers: [TaskFeed, OpenStreams, StreamTask, StreamAllTasks],
  exports: [TaskFeed],
})
export class EventsModule {}
