import {
  Decimal,
  Dictionary,
  Instant,
  ListOf,
  Nested,
  OneOf,
  Share,
  Text,
  Uuid,
  Whole,
} from '@vocalborn/api-description';
import {
  errorKinds,
  stepNames,
  taskName,
  taskStates,
  type ErrorKind,
  type StepName,
  type TaskState,
} from '@vocalborn/task';

/** State, progress and worker of a task. */
export class TaskStandingDto {
  @OneOf(taskStates)
  state!: TaskState;

  @Whole({ min: 0, max: 100 })
  progress!: number;

  @OneOf(stepNames)
  step!: StepName;

  @Text({ description: 'The step in Chinese.' })
  current_step!: string;

  @Text({ description: 'The step in English.' })
  current_step_en!: string;

  @Text({ nullable: true, example: 'worker1@host' })
  worker!: string | null;
}

/** Why an attempt failed. */
export class TaskErrorDto {
  @OneOf(errorKinds)
  kind!: ErrorKind;

  @Text({ nullable: true, example: 'connect ECONNREFUSED' })
  message!: string | null;
}

/** A task that has not ended. */
export class ActiveTaskDto extends TaskStandingDto {
  @Uuid()
  task_id!: string;

  @Text({ example: taskName })
  name!: string;

  @Instant({ nullable: true })
  started_at!: string | null;

  @Whole({ description: 'The number of the latest attempt.' })
  attempt!: number;
}

/** The answer of `GET /api/live/tasks`. */
export class ActiveTasksDto {
  @ListOf(ActiveTaskDto, { description: 'Running tasks first, then by age; at most 500.' })
  tasks!: ActiveTaskDto[];
}

/** A task in the monitor's tables: ids only, no names and nothing of what was said. */
export class TaskRowDto extends TaskStandingDto {
  @Uuid()
  task_id!: string;

  @Text({ example: taskName })
  name!: string;

  @Uuid()
  user_id!: string;

  @Uuid()
  practice_record_id!: string;

  @Whole({ description: 'The number of the last attempt.' })
  attempt!: number;

  @Whole()
  retry_count!: number;

  @Whole({ nullable: true, description: 'Limit of the error kind that occurred last.' })
  max_retries!: number | null;

  @Instant({ nullable: true })
  next_retry_at!: string | null;

  @Nested(TaskErrorDto, { nullable: true })
  error!: TaskErrorDto | null;

  @Uuid({ nullable: true })
  result_id!: string | null;

  @Instant()
  created_at!: string;

  @Instant({ nullable: true })
  started_at!: string | null;

  @Instant({ nullable: true })
  completed_at!: string | null;
}

/** The answer of `GET /api/tasks/page`. */
export class TaskPageDto {
  @ListOf(TaskRowDto)
  tasks!: TaskRowDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null after the last page.' })
  next!: string | null;
}

/** How a result was made, without its content. */
export class ResultSummaryDto {
  @Text({ example: 'vocalborn-1' })
  analysis_model_version!: string;

  @Decimal({ example: 2.4 })
  processing_time_seconds!: number;

  @Decimal({ nullable: true, example: 3.2 })
  audio_seconds!: number | null;

  @Text({ nullable: true, example: 'wav' })
  audio_format!: string | null;

  @Share({ nullable: true })
  confidence_level!: number | null;

  @Instant()
  stored_at!: string;
}

/** A state or a step that a task reached. */
export class HistoryStandingDto extends TaskStandingDto {
  @Whole()
  attempt!: number;

  @Nested(TaskErrorDto, { nullable: true })
  error!: TaskErrorDto | null;

  @Instant({ nullable: true })
  next_retry_at!: string | null;

  @Instant()
  at!: string;
}

/** An entry of a task's history. */
export class HistoryEntryDto extends HistoryStandingDto {
  @Text({ example: '4711', description: 'A whole number as text.' })
  event_id!: string;

  @Text({ nullable: true })
  traceback!: string | null;
}

/** The answer of `GET /api/tasks/{task_id}/history`. */
export class TaskWithHistoryDto extends TaskRowDto {
  @Text({ nullable: true })
  traceback!: string | null;

  @Dictionary({
    values: { oneOf: [{ type: 'number', nullable: true }, { type: 'boolean' }, { type: 'string' }] },
    example: { speed: 1.5, note: '(text of 7 characters)' },
    description: 'Numbers and booleans as they are; of a text only its length.',
  })
  params!: Record<string, number | boolean | string | null>;

  @Nested(ResultSummaryDto, { nullable: true })
  result!: ResultSummaryDto | null;

  @ListOf(HistoryEntryDto, { description: 'The latest events, or those before `before`; oldest first.' })
  history!: HistoryEntryDto[];

  @Text({
    nullable: true,
    example: '4711',
    description: 'The value of `before` for earlier events; null when there are none.',
  })
  earlier!: string | null;
}

/** Query of `GET /api/tasks/{task_id}/history`. */
export class HistoryQueryDto {
  @Whole({ fromText: true, min: 1, max: 1_000, default: 500, description: 'Most events.' })
  limit: number = 500;

  @Text({
    optional: true,
    pattern: { matches: /^\d{1,18}$/, message: 'must be an event_id' },
    description: 'An `event_id`: the events before it.',
  })
  before?: string;
}
