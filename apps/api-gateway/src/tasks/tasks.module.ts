import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ReadResult } from './read-result.js';
import { ReadStatus } from './read-status.js';
import { TasksController } from './tasks.controller.js';

/** `/tasks/{task_id}` and below */
@Module({ imports: [AccessModule], controllers: [TasksController], providers: [ReadStatus, ReadResult] })
export class TasksModule {}
