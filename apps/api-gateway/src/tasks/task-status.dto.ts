import { Instant, ListOf, Nested, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { errorKinds, statusWord, stepText, taskStates, type Language, type TaskSnapshot } from '@vocalborn/task';

const stepDescription = 'In the language of the Accept-Language header; 繁體中文 by default.';

/** A step that a task reached. */
export class StepDto {
  @Text({ description: stepDescription })
  current_step!: string;

  @Text({ description: 'The stable name of the step.' })
  step!: string;

  @Whole({ min: 0, max: 100 })
  progress!: number;

  @Instant()
  at!: string;
}

/** Why the latest attempt failed. */
export class TaskErrorDto {
  @OneOf(errorKinds)
  kind!: string;

  @Text()
  message!: string;
}

/** What lists and single tasks show alike. */
export class TaskFieldsDto {
  @Uuid()
  task_id!: string;

  @Uuid()
  practice_record_id!: string;

  @OneOf(taskStates.map(statusWord))
  status!: string;

  @Whole({ min: 0, max: 100 })
  progress!: number;

  @Text({ description: stepDescription })
  current_step!: string;

  @Text({ description: 'The stable name of the step.' })
  step!: string;

  @Text({ nullable: true, example: 'worker@host' })
  worker_name!: string | null;

  @Instant()
  created_at!: string;

  @Instant({ nullable: true })
  started_at!: string | null;

  @Instant({ nullable: true })
  completed_at!: string | null;

  @Whole({ nullable: true, description: 'Position in the queue while pending; 1 is the next.' })
  queue_position!: number | null;

  @Whole()
  retry_count!: number;

  @Whole({ nullable: true, description: 'Limit of the kind of the latest error.' })
  max_retries!: number | null;

  @Instant({ nullable: true })
  next_retry_at!: string | null;

  @Nested(TaskErrorDto, { nullable: true })
  error!: TaskErrorDto | null;

  @Uuid({ nullable: true })
  result_id!: string | null;
}

/** The answer of `GET /tasks/{task_id}`. */
export class TaskStatusDto extends TaskFieldsDto {
  @ListOf(StepDto, { description: 'The steps of the latest attempt.' })
  steps!: StepDto[];
}

/** A task as a list shows it: without its steps. @param queuePosition its position in the queue, when it waits and that is known */
export function renderListed(
  task: TaskSnapshot,
  queuePosition: number | null,
  language: Language,
): Omit<TaskStatusDto, 'steps'> {
  return {
    task_id: task.taskId,
    practice_record_id: task.practiceRecordId,
    status: statusWord(task.status),
    progress: task.progress,
    current_step: stepText(task.step, language),
    step: task.step,
    worker_name: task.workerName,
    created_at: task.createdAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
    queue_position: queuePosition,
    retry_count: task.retryCount,
    max_retries: task.maxRetries,
    next_retry_at: task.nextRetryAt,
    error: task.error,
    result_id: task.resultId,
  };
}

/** A task as HTTP answers show it. @param queuePosition as for `renderListed` */
export function renderStatus(task: TaskSnapshot, queuePosition: number | null, language: Language): TaskStatusDto {
  return {
    ...renderListed(task, queuePosition, language),
    steps: task.steps.map(({ step, progress, at }) => ({
      current_step: stepText(step, language),
      step,
      progress,
      at,
    })),
  };
}
