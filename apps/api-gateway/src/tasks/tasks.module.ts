import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { EventsModule } from '../events/events.module.js';
import { AwaitChange } from './await-change.js';
import { CancelTask } from './cancel-task.js';
import { ListTasks } from './list-tasks.js';
import { ReadResult } from './read-result.js';
import { ReadStatus } from './read-status.js';
import { RerunTask } from './rerun-task.js';
import { TasksController } from './tasks.controller.js';

/** `/tasks` and below */
@Module({
  imports: [AccessModule, EventsModule],
  controllers: [TasksController],
  providers: [ListTasks, ReadStatus, AwaitChange, ReadResult, CancelTask, RerunTask],
})
export class TasksModule {}
