import { ApiProperty } from '@nestjs/swagger';
import { taskCountLimit, type TaskState } from '@vocalborn/task';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsUUID } from 'class-validator';
import { taskActions, type RefusalCode, type TaskAction } from './task-actions.js';

const count = { type: 'integer', minimum: 0, maximum: taskCountLimit } as const;

/** The answer of `GET /api/tasks/counts`. */
export class TaskCountsDto implements Record<TaskState, number> {
  @ApiProperty(count)
  PENDING!: number;

  @ApiProperty(count)
  PROCESSING!: number;

  @ApiProperty(count)
  RETRY!: number;

  @ApiProperty(count)
  SUCCESS!: number;

  @ApiProperty(count)
  FAILURE!: number;

  @ApiProperty(count)
  REVOKED!: number;
}

/** `POST /api/tasks/bulk` */
export class BulkDto {
  @ApiProperty({ enum: taskActions })
  @IsIn(taskActions)
  action!: TaskAction;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' }, minItems: 1, maxItems: 500 })
  @IsUUID(undefined, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  task_ids!: string[];
}

/** What became of one task of many. */
export class DeedDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty()
  done!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'task-ended', description: 'Why it was not done; stable.' })
  code!: RefusalCode | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same in words.' })
  reason!: string | null;
}

/** The answer of `POST /api/tasks/bulk`. */
export class BulkAnswerDto {
  @ApiProperty({ enum: taskActions })
  action!: TaskAction;

  @ApiProperty({ type: 'integer', description: 'For how many it was done.' })
  done!: number;

  @ApiProperty({ type: [DeedDto] })
  results!: DeedDto[];
}
