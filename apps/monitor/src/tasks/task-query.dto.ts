import { ApiPropertyOptional } from '@nestjs/swagger';
import { errorKinds, taskStates, type ErrorKind, type TaskState } from '@vocalborn/task-contract';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { taskActions, type TaskAction } from './task-actions.js';

const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;

/** `GET /api/tasks/page` */
export class TaskQueryDto {
  @ApiPropertyOptional({ enum: taskStates })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsIn(taskStates)
  state?: TaskState;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  worker?: string;

  @ApiPropertyOptional({ enum: errorKinds })
  @IsOptional()
  @IsIn(errorKinds)
  error_kind?: ErrorKind;

  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  user_id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  created_from?: Date;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  created_before?: Date;

  @ApiPropertyOptional({ description: 'Id of a task or how it begins, id of a record or user, name of a worker.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;

  @ApiPropertyOptional({
    enum: orders,
    default: 'newest',
    description: '`slowest` and `fastest` go by the time from the start to the end of what has ended.',
  })
  @IsOptional()
  @IsIn(orders)
  order: (typeof orders)[number] = 'newest';

  @ApiPropertyOptional({ default: 50, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  cursor?: string;
}

/** `POST /api/tasks/bulk` */
export class BulkDto {
  @ApiPropertyOptional({ enum: taskActions })
  @IsIn(taskActions)
  action!: TaskAction;

  @ApiPropertyOptional({ type: [String], maxItems: 500 })
  @IsUUID(undefined, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  task_ids!: string[];
}
