import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { errorKinds, taskName, type ErrorKind } from '@vocalborn/task';
import { TaskStandingDto } from './task-standing.dto.js';
import { orNull } from '../http/or-null.js';

/** Why a try failed. */
export class TaskErrorDto {
  @ApiProperty({ enum: errorKinds })
  kind!: ErrorKind;

  @ApiProperty({ type: String, nullable: true, example: 'connect ECONNREFUSED' })
  message!: string | null;
}

/** A task as the monitor's own tables show it: ids, never names or what was said. */
@ApiExtraModels(TaskErrorDto)
export class TaskRowDto extends TaskStandingDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ example: taskName })
  name!: string;

  @ApiProperty({ format: 'uuid' })
  user_id!: string;

  @ApiProperty({ format: 'uuid' })
  practice_record_id!: string;

  @ApiProperty({ type: 'integer', description: 'Grows with every try.' })
  attempt!: number;

  @ApiProperty({ type: 'integer' })
  retry_count!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the kind of failure that occurred last.' })
  max_retries!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_retry_at!: string | null;

  @ApiProperty(orNull(TaskErrorDto))
  error!: TaskErrorDto | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  result_id!: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completed_at!: string | null;
}

/** The answer of `GET /api/tasks/page`. */
export class TaskPageDto {
  @ApiProperty({ type: [TaskRowDto] })
  tasks!: TaskRowDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The `cursor` of the next page; null after the last.' })
  next!: string | null;
}
