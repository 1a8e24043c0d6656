import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';
import { flowerStateNames, type FlowerState } from './flower-task.dto.js';

/** The answer of `GET /api/task/types`. */
export class TaskTypesDto {
  @ApiProperty({ type: [String], example: [taskName] })
  'task-types'!: string[];
}

/** The answer of `GET /api/task/result/{task_id}`. */
export class TaskEndDto {
  @ApiProperty({ format: 'uuid' })
  'task-id'!: string;

  @ApiProperty({ enum: flowerStateNames })
  state!: FlowerState;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: "{'result_id': '00000000-0000-4000-8000-000000000000'}",
    description: 'Of one that has ended: where its result is, or why it failed.',
  })
  result?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Of one that failed.' })
  traceback?: string | null;
}

class QueueLengthDto {
  @ApiProperty({ example: queueName })
  name!: string;

  @ApiProperty({ type: 'integer' })
  messages!: number;
}

/** The answer of `GET /api/queues/length`. */
export class QueueLengthsDto {
  @ApiProperty({ type: [QueueLengthDto] })
  active_queues!: QueueLengthDto[];
}
