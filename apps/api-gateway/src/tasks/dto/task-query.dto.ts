import { ApiPropertyOptional } from '@nestjs/swagger';
import { statusWord, taskStates, type TaskState } from '@vocalborn/task';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';

const words = taskStates.map(statusWord);

/** `GET /tasks` */
export class TaskQueryDto {
  @ApiPropertyOptional({ enum: words })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsIn(taskStates, { message: `status must be one of ${words.join(', ')}` })
  status?: TaskState;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  practice_record_id?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value !== '' ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  @ApiPropertyOptional({ description: 'The `next_cursor` of the page before, with the same filters.' })
  @IsOptional()
  @IsString()
  cursor?: string;
}
