import { stepText, taskName, type TaskSnapshot } from '@vocalborn/task-contract';
import type { TaskRowDto } from './task-row.dto.js';

/** A task as the monitor's own tables show it: ids, never names or what was said. */
export function taskRow(task: TaskSnapshot) {
  return {
    task_id: task.taskId,
    name: taskName,
    state: task.status,
    progress: task.progress,
    step: task.step,
    current_step: stepText(task.step, 'zh-TW'),
    current_step_en: stepText(task.step, 'en-US'),
    worker: task.workerName,
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
