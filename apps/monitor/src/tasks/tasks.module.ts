import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ProgressLagMetric } from './progress-lag-metric.js';
import { RetryPolicyController } from './retry-policy.controller.js';
import { TaskActions } from './task-actions.js';
import { TaskSearchRounds } from './task-search-rounds.js';
import { TasksController } from './tasks.controller.js';

/** Tables of tasks, and the actions of operators on them. */
@Module({
  imports: [AuditModule],
  controllers: [TasksController, RetryPolicyController],
  providers: [TaskActions, ProgressLagMetric, TaskSearchRounds],
  exports: [TaskActions],
})
export class TasksModule {}
