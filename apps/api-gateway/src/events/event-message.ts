import { statusWord, stepText, type Language } from '@vocalborn/task';
import type { HistoryEntry } from '@vocalborn/task-ledger';

/** What a stream tells of an event: the state of the task after it, with the names that `GET /tasks/{task_id}` uses. */
export const renderEvent = (event: HistoryEntry, language: Language): Record<string, unknown> => ({
  task_id: event.taskId,
  practice_record_id: event.practiceRecordId,
  user_id: event.userId,
  status: statusWord(event.status),
  progress: event.progress,
  current_step: stepText(event.step, language),
  step: event.step,
  worker_name: event.workerName,
  attempt: event.attempt,
  error: event.errorKind === null ? null : { kind: event.errorKind, message: event.errorMessage },
  next_retry_at: event.nextRetryAt,
  at: event.at,
});
