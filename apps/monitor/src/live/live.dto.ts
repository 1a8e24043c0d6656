import { ApiProperty } from '@nestjs/swagger';
import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';
import { TaskStandingDto } from '../tasks/task-standing.dto.js';

/** A task that has not ended. */
export class ActiveTaskDto extends TaskStandingDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ example: taskName })
  name!: string;

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
