import type { TaskState, StepName } from '@vocalborn/task';
import type { TaskError } from '../api/tasks.js';

/** What `/api/events` tells of a task, with the number of the event. */
export interface TaskEvent {
  readonly id: string;
  readonly task_id: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: StepName;
  readonly worker: string | null;
  readonly attempt: number;
  readonly error: TaskError | null;
  readonly next_retry_at: string | null;
  readonly at: string;
}
