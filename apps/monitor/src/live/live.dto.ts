import { ApiProperty } from '@nestjs/swagger';
import { stepText, taskName, taskStates, type StepName, type TaskState } from '@vocalborn/task-contract';
import { queueName } from '@vocalborn/task-queue';

/** A task that has not ended. */
export class ActiveTaskDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ example: taskName })
  name!: string;

  @ApiProperty({ enum: taskStates })
  state!: TaskState;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  progress!: number;

  @ApiProperty({ type: String, example: 'calling_ai_service' satisfies StepName })
  step!: StepName;

  @ApiProperty({ example: stepText('calling_ai_service', 'zh-TW'), description: 'In Chinese.' })
  current_step!: string;

  @ApiProperty({ type: String, nullable: true, example: 'worker1@host' })
  worker!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at!: string | null;
}

/** The answer of `GET /api/live/tasks`. */
export class ActiveTasksDto {
  @ApiProperty({ type: [ActiveTaskDto], description: 'The running ones first, then by age; 500 at most.' })
  tasks!: ActiveTaskDto[];
}

/** What waits in a queue, and what ended within the last minute. */
export class QueueDto {
  @ApiProperty({ example: queueName })
  queue!: string;

  @ApiProperty({ type: 'integer' })
  pending!: number;

  @ApiProperty({ type: 'integer' })
  active!: number;

  @ApiProperty({ type: 'integer', description: 'Until the time of their next try.' })
  waiting_for_retry!: number;

  @ApiProperty({ type: 'integer', description: 'Those that are online.' })
  workers!: number;

  @ApiProperty({ type: 'integer' })
  throughput_per_minute!: number;
}

/** The answer of `GET /api/live/queues`. */
export class QueuesDto {
  @ApiProperty({ type: [QueueDto] })
  queues!: QueueDto[];
}
