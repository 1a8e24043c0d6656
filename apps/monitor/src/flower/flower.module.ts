import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { WorkersModule } from '../workers/workers.module.js';
import { FlowerMetrics } from './flower-metrics.js';
import { FlowerTasksController } from './flower-tasks.controller.js';
import { FlowerWorkersController } from './flower-workers.controller.js';

/** The REST API and the metrics of Flower. */
@Module({
  imports: [EventsModule, TasksModule, WorkersModule],
  controllers: [FlowerTasksController, FlowerWorkersController],
  providers: [FlowerMetrics],
})
export class FlowerModule {}
