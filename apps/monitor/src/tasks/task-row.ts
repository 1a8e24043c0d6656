import { taskName, type TaskSnapshot } from '@vocalborn/task';
import type { TaskRowDto } from './task-row.dto.js';
import { standingOf } from './task-standing.js';

/** A task as the monitor's own tables show it: ids, never names or what was said. */
export function taskRow(task: TaskSnapshot) {
  return {
    task_id: task.taskId,
    name: taskName,
    ...standingOf(task),
    user_id: task.userId,
    practice_record_id: task.practiceRecordId,
    attempt: task.attempt,
    retry_count: task.retryCount,
    max_retries: task.maxRetries,
    next_retry_at: task.nextRetryAt,
    error: task.error,
    result_id: task.resultId,
    created_at: task.createdAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
  } satisfies TaskRowDto;
}
