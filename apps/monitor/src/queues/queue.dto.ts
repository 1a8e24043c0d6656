import { Flag, ListOf, Text, Whole } from '@vocalborn/api-description';
import { queueName } from '@vocalborn/task-queue';

/** A queue now, and what ended within the last minute. */
export class QueueDto {
  @Text({ example: queueName })
  queue!: string;

  @Whole()
  pending!: number;

  @Whole()
  active!: number;

  @Whole({ description: 'Failed tasks that wait for the time of their next attempt.' })
  waiting_for_retry!: number;

  @Flag({ description: 'Whether waiting tasks are held back until an operator resumes the queue.' })
  paused!: boolean;

  @Whole({ description: 'Online workers.' })
  workers!: number;

  @Whole()
  throughput_per_minute!: number;
}

/** The answer of `GET /api/live/queues`. */
export class QueuesDto {
  @ListOf(QueueDto)
  queues!: QueueDto[];
}
