import { Flag, ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { taskCountLimit, type TaskState } from '@vocalborn/task';
import { taskActions, type RefusalCode, type TaskAction } from './task-actions.js';

const Count = () => Whole({ min: 0, max: taskCountLimit });

/** The answer of `GET /api/tasks/counts`. */
export class TaskCountsDto implements Record<TaskState, number> {
  @Count()
  PENDING!: number;

  @Count()
  PROCESSING!: number;

  @Count()
  RETRY!: number;

  @Count()
  SUCCESS!: number;

  @Count()
  FAILURE!: number;

  @Count()
  REVOKED!: number;
}

/** `POST /api/tasks/bulk` */
export class BulkDto {
  @OneOf(taskActions)
  action!: TaskAction;

  @ListOf('uuid', { minItems: 1, maxItems: 500 })
  task_ids!: string[];
}

/** The outcome of an action on one task. */
export class TaskOutcomeDto {
  @Uuid()
  task_id!: string;

  @Flag()
  done!: boolean;

  @Text({ nullable: true, example: 'task-ended', description: 'Stable code of why the action was refused.' })
  code!: RefusalCode | null;

  @Text({ nullable: true, description: 'The same in words.' })
  reason!: string | null;
}

/** The answer of `POST /api/tasks/bulk`. */
export class BulkAnswerDto {
  @OneOf(taskActions)
  action!: TaskAction;

  @Whole({ description: 'Number of tasks on which the action was done.' })
  done!: number;

  @ListOf(TaskOutcomeDto)
  results!: TaskOutcomeDto[];
}
