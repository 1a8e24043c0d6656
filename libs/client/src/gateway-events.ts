import type { ServerEvent } from './follow-events.js';
import type { TaskErrorDto, TaskStatusDto } from './generated/gateway/index.js';

/** A state, a step or progress that a task reached, as the gateway's streams tell it. */
export interface TaskChange extends Pick<
  TaskStatusDto,
  'task_id' | 'practice_record_id' | 'status' | 'progress' | 'current_step' | 'step' | 'worker_name' | 'next_retry_at'
> {
  /** The owner of the task. */
  readonly user_id: string;
  readonly attempt: number;
  readonly error: TaskErrorDto | null;
  readonly at: string;
}

/**
 * One message of `GET /events` or `GET /tasks/{task_id}/events`. After a `gap` events are missing: read the list of tasks
 * again.
 */
export type GatewayEvent =
  | { readonly event: 'task'; readonly id: string | undefined; readonly data: TaskChange }
  | { readonly event: 'gap'; readonly id: string | undefined; readonly data: object };

/** Reads a message of the gateway. @returns null for a message that this version does not know */
export function readGatewayEvent({ id, event, data }: ServerEvent): GatewayEvent | null {
  return event === 'task' || event === 'gap'
    ? ({ id, event, data: JSON.parse(data) as unknown } as GatewayEvent)
    : null;
}
