import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { errorKinds, taskStates } from '@vocalborn/task';

export class StepDto {
  @ApiProperty({ description: 'In the language of the Accept-Language header; Chinese by default.' })
  current_step!: string;

  @ApiProperty({ description: 'The step by its stable name.' })
  step!: string;

  @ApiProperty({ minimum: 0, maximum: 100 })
  progress!: number;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class TaskErrorDto {
  @ApiProperty({ enum: errorKinds })
  kind!: string;

  @ApiProperty()
  message!: string;
}

/** The answer of `GET /tasks/{task_id}`. */
@ApiExtraModels(TaskErrorDto)
export class TaskStatusDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ format: 'uuid' })
  practice_record_id!: string;

  @ApiProperty({ enum: taskStates.map((state) => state.toLowerCase()) })
  status!: string;

  @ApiProperty({ minimum: 0, maximum: 100 })
  progress!: number;

  @ApiProperty({ description: 'In the language of the Accept-Language header; Chinese by default.' })
  current_step!: string;

  @ApiProperty({ description: 'The step by its stable name.' })
  step!: string;

  @ApiProperty({ type: String, nullable: true, example: 'worker@host' })
  worker_name!: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completed_at!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Place in line, 1 being the next, while pending.' })
  queue_position!: number | null;

  @ApiProperty()
  retry_count!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Limit of the kind of failure that occurred last.' })
  max_retries!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_retry_at!: string | null;

  // `nullable` beside a reference would not do: what is referred to goes on refusing null.
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(TaskErrorDto) }, { type: 'object', nullable: true, enum: [null] }] })
  error!: TaskErrorDto | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  result_id!: string | null;

  @ApiProperty({ type: [StepDto], description: 'The steps of the latest try.' })
  steps!: StepDto[];
}
