import { Instant, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { errorKinds, taskStates, type ErrorKind, type TaskState } from '@vocalborn/task';

const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;

/** The search field that both task lists have. */
export const searchText = {
  optional: true,
  maxLength: 100,
  description: 'Id of a task or its beginning, id of a practice record or user, or name of a worker.',
} as const;

/** `GET /api/tasks/page` */
export class TaskQueryDto {
  @OneOf(taskStates, { optional: true, read: (text) => text.toUpperCase() })
  state?: TaskState;

  @Text({ optional: true, description: 'The worker of the last attempt.', example: 'worker1@host' })
  worker?: string;

  @OneOf(errorKinds, { optional: true })
  error_kind?: ErrorKind;

  @Uuid({ optional: true })
  user_id?: string;

  @Instant({ optional: true, fromText: true })
  created_from?: Date;

  @Instant({ optional: true, fromText: true })
  created_before?: Date;

  @Text(searchText)
  search?: string;

  @OneOf(orders, {
    default: 'newest',
    description: '`slowest` and `fastest` list ended tasks by the time from start to end.',
  })
  order: (typeof orders)[number] = 'newest';

  @Whole({ fromText: true, min: 1, max: 500, default: 50 })
  limit: number = 50;

  @Text({ optional: true, description: 'The `next` of the previous page, which had the same order.' })
  cursor?: string;
}
