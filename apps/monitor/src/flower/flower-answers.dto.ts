import { ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';
import { flowerStateNames, type FlowerState } from './flower-task.dto.js';

/** The answer of `GET /api/task/types`. */
export class TaskTypesDto {
  @ListOf('text', { example: [taskName] })
  'task-types'!: string[];
}

/** The answer of `GET /api/task/result/{task_id}`. */
export class TaskEndDto {
  @Uuid()
  'task-id'!: string;

  @OneOf(flowerStateNames)
  state!: FlowerState;

  @Text({
    nullable: true,
    example: "{'result_id': '00000000-0000-4000-8000-000000000000'}",
    description: 'After the end of the task: the id of its result, or why it failed.',
    optional: true,
  })
  result?: string | null;

  @Text({ nullable: true, description: 'After a failure.', optional: true })
  traceback?: string | null;
}

class QueueLengthDto {
  @Text({ example: queueName })
  name!: string;

  @Whole()
  messages!: number;
}

/** The answer of `GET /api/queues/length`. */
export class QueueLengthsDto {
  @ListOf(QueueLengthDto)
  active_queues!: QueueLengthDto[];
}
