import { ApiPropertyOptional } from '@nestjs/swagger';
import { errorKinds, taskStates, type ErrorKind, type TaskState } from '@vocalborn/task';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { OptionalInstant, OptionalNumber, OptionalSearch } from '../http/query-fields.js';

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

  @OptionalInstant()
  created_from?: Date;

  @OptionalInstant()
  created_before?: Date;

  @OptionalSearch()
  search?: string;

  @ApiPropertyOptional({
    enum: orders,
    default: 'newest',
    description: '`slowest` and `fastest` go by the time from the start to the end of what has ended.',
  })
  @IsOptional()
  @IsIn(orders)
  order: (typeof orders)[number] = 'newest';

  @OptionalNumber({ minimum: 1, maximum: 500, default: 50 })
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before, of the same order.' })
  @IsOptional()
  @IsString()
  cursor?: string;
}
