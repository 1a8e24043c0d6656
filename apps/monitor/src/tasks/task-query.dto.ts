import { ApiPropertyOptional } from '@nestjs/swagger';
import { errorKinds, taskStates, type ErrorKind, type TaskState } from '@vocalborn/task-contract';
import { Transform, Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
} from 'class-validator';
import { earliest, latest } from '../http/instants.js';

const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;

/** `GET /api/tasks/page` */
export class TaskQueryDto {
  @ApiPropertyOptional({ enum: taskStates })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsIn(taskStates)
  state?: TaskState;

  @ApiPropertyOptional({ description: 'Whose last try this worker ran.', example: 'worker1@host' })
  @IsOptional()
  @IsString()
  worker?: string;

  @ApiPropertyOptional({ enum: errorKinds })
  @IsOptional()
  @IsIn(errorKinds)
  error_kind?: ErrorKind;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  user_id?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  @MinDate(earliest)
  @MaxDate(latest)
  created_from?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  @MinDate(earliest)
  @MaxDate(latest)
  created_before?: Date;

  @ApiPropertyOptional({
    maxLength: 100,
    description: 'Id of a task or how it begins, id of a record or user, name of a worker.',
  })
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

  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before, of the same order.' })
  @IsOptional()
  @IsString()
  cursor?: string;
}
